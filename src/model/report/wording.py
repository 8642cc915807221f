"""Numbers and dates in words, as filters of the templates; what is unknown is a dash."""

from collections.abc import Callable, Mapping
from typing import Any

from leadscore.model.numbers import UNKNOWN, estimate, known, number, percent


def middle(value: object, digits: int = 3, *, share: bool = False) -> str:
    """The value of an interval; a share in per cent.

    >>> middle({"value": 0.7118, "low": 0.608, "high": 0.803})
    '0.712'
    """
    parts = estimate(value)
    return UNKNOWN if parts is None else (percent if share else number)(parts[0], digits)


def ends(value: object, digits: int = 3, *, share: bool = False) -> str:
    """The ends of an interval, shares in per cent; nothing where there are none.

    >>> ends({"value": 0.7118, "low": 0.608, "high": 0.803}), ends(0.7)
    ('0.608 to 0.803', '')
    """
    parts = value if isinstance(value, Mapping) else {}
    low, high = known(parts.get("low")), known(parts.get("high"))
    written = percent if share else number
    return "" if low is None or high is None else f"{written(low, digits)} to {written(high, digits)}"


def day(moment: object) -> str:
    """The day of a moment in ISO 8601.

    >>> day("2025-06-30T21:36:03Z"), day(None)
    ('2025-06-30', '–')
    """
    return str(moment)[:10] if isinstance(moment, str) and moment else UNKNOWN


def spoken(key: object) -> str:
    """A key of the card that has no name of its own.

    >>> spoken("encoded_trees")
    'encoded trees'
    """
    return str(key).replace("_", " ")


def reason(headline: object) -> str:
    """What a headline says after the verdict it starts with.

    >>> reason("usable with care: few leads to judge by")
    'Few leads to judge by'
    """
    verdict, colon, why = str(headline).partition(": ")
    told = why if colon else verdict
    return told[:1].upper() + told[1:]


def mean(values: object) -> float | None:
    """The mean of a list of numbers.

    >>> mean([1, 2]), mean([])
    (1.5, None)
    """
    numbers = [plain for value in values if (plain := known(value)) is not None] if isinstance(values, list) else []
    return sum(numbers) / len(numbers) if numbers else None


FILTERS: dict[str, Callable[..., Any]] = {
    filter_.__name__: filter_ for filter_ in (number, percent, middle, ends, day, spoken, reason, mean)
}
