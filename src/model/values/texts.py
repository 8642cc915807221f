"""How the text of a category is written, and when two texts mean the same."""

import math
import re
import unicodedata
from functools import cache
from typing import Literal

from leadscore.model.vocabulary import vocabulary

Compared = Literal["exact", "folded", "truth"]
"""How the values of a column are compared: as they are written, by their keys, or by what they say is true."""

_WHOLE = re.compile(r"([+-]?\d+)\.0+")


def canonical(value: str | float | bool | None) -> str | None:
    """The text of a category; None for a missing value.

    Text is trimmed, truth values are lower case, and whole numbers lose their decimal point, so that ``33``,
    ``33.0`` and ``" 33"`` of different sources meet.

    >>> canonical(" Web "), canonical(True), canonical(33.0), canonical("N/A")
    ('Web', 'true', '33', None)
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _of_float(value)
    text = str(value).strip()
    lowered = text.lower()
    cells = vocabulary().cells
    if not text or lowered in cells.missing:
        return None
    return lowered if lowered in cells.truth else text


def comparison_key(text: str) -> str:
    r"""What two texts share that mean the same: without case, further spaces and the ``.0`` of a whole number.

    Composed and decomposed letters meet, and so do a space and a no-break space.

    >>> comparison_key(" New\u00a0York "), comparison_key("33.0"), comparison_key("Mu\u0308nchen") == "münchen"
    ('new york', '33', True)
    """
    if text.isascii():
        folded = " ".join(text.lower().split())
    else:
        composed = unicodedata.normalize("NFC", text.replace("\ufeff", " ")).casefold()
        folded = unicodedata.normalize("NFC", " ".join(composed.split()))
    whole = _WHOLE.fullmatch(folded) if folded.endswith("0") else None
    return whole[1] if whole else folded


def truth_of(text: str) -> str | None:
    """``"true"`` or ``"false"`` for a word that says so in any language; None for any other text.

    >>> truth_of("Yes"), truth_of("FALSCH"), truth_of("1.0"), truth_of("perhaps")
    ('true', 'false', 'true', None)
    """
    return _truths().get(comparison_key(text))


def key_of(text: str, compared: Compared) -> str:
    """The text by which a value of a column is compared; in a column of truth values, other words keep their keys.

    >>> key_of("Ja", "exact"), key_of("Ja", "folded"), key_of("Ja", "truth")
    ('Ja', 'ja', 'true')
    """
    if compared == "exact":
        return text
    key = comparison_key(text)
    return key if compared == "folded" else _truths().get(key, key)


@cache
def _truths() -> dict[str, str]:
    cells = vocabulary().cells
    words = {"true": cells.true, "false": cells.false}
    return {comparison_key(word): meaning for meaning, listed in words.items() for word in listed}


def _of_float(value: float) -> str | None:
    if math.isnan(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)
