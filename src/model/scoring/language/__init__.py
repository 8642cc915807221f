"""Language: the phrases and formats of a language, from which all sentences for readers are made."""

from leadscore.model.scoring.language.described import described_spec
from leadscore.model.scoring.language.formats import ENGLISH, UNKNOWN, Formats, estimate, known, rounded
from leadscore.model.scoring.language.languages import wording_from, wording_in
from leadscore.model.scoring.language.message import Message, message
from leadscore.model.scoring.language.phrases import SHIPPED, Phrase, check_texts, shipped
from leadscore.model.scoring.language.wording import Wording, english, wording_of

__all__ = [
    "ENGLISH",
    "SHIPPED",
    "UNKNOWN",
    "Formats",
    "Message",
    "Phrase",
    "Wording",
    "check_texts",
    "described_spec",
    "english",
    "estimate",
    "known",
    "message",
    "rounded",
    "shipped",
    "wording_from",
    "wording_in",
    "wording_of",
]
