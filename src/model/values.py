"""How a single value is written, wherever it comes from: a file, a database or a request."""

import math

from leadscore.model.vocabulary import vocabulary


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


def _of_float(value: float) -> str | None:
    if math.isnan(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)
