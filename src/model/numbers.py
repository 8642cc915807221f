"""Numbers as people read them: the known ones only, with a true minus sign, and a dash for what is unknown."""

import math
from collections.abc import Mapping
from typing import Any

UNKNOWN = "–"


def known(value: object) -> float | None:
    """The number, or None for what is unknown or no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def estimate(value: object) -> tuple[float, float, float] | None:
    """Value, low and high of a card's interval; a number without one stands for its own ends.

    >>> estimate({"value": 0.7, "low": 0.6, "high": 0.8}), estimate(0.7), estimate({"value": None})
    ((0.7, 0.6, 0.8), (0.7, 0.7, 0.7), None)
    """
    parts: Mapping[str, Any] = value if isinstance(value, Mapping) else {"value": value}
    middle = known(parts.get("value"))
    if middle is None:
        return None
    low, high = known(parts.get("low")), known(parts.get("high"))
    return middle, middle if low is None else low, middle if high is None else high


def number(value: object, digits: int = 3, *, signed: bool = False) -> str:
    """A number with so many decimals; with a plus sign, too, where it is the sign that matters.

    >>> number(-0.0312), number(None), number(12_345, 0), number(0.002, signed=True)
    ('−0.031', '–', '12,345', '+0.002')
    """
    plain = known(value)
    if plain is None:
        return UNKNOWN
    text = f"{plain:{'+' if signed else ''},.{digits}f}"
    return text.replace("-", "−") if any(digit in text for digit in "123456789") else text.lstrip("+-")


def percent(value: object, digits: int = 1) -> str:
    """A share in per cent.

    >>> percent(0.1042), percent(float("nan"))
    ('10.4%', '–')
    """
    plain = known(value)
    return UNKNOWN if plain is None else f"{number(plain * 100, digits)}%"


def counted(value: float | None, thing: str) -> str:
    """A number of things in words.

    >>> counted(1, "lead"), counted(1200, "lead")
    ('1 lead', '1,200 leads')
    """
    return f"{value or 0:,.0f} {thing}{'' if value == 1 else 's'}"
