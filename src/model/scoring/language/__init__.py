"""Language: the phrases of one language, from which every sentence that a reader gets is made."""

from leadscore.model.scoring.language.described import described_spec
from leadscore.model.scoring.language.languages import SHIPPED, read_language, shipped, wording_from
from leadscore.model.scoring.language.templates import check_texts
from leadscore.model.scoring.language.wording import Wording, english, wording_of

__all__ = [
    "SHIPPED",
    "Wording",
    "check_texts",
    "described_spec",
    "english",
    "read_language",
    "shipped",
    "wording_from",
    "wording_of",
]
