"""Numbers of a card as figures need them: known ones only, and in words."""

import math
from collections.abc import Mapping
from typing import Any


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


def percent(share: float | None) -> str:
    """A share in per cent.

    >>> percent(0.1234), percent(None)
    ('12.3%', '–')
    """
    return "–" if share is None else f"{share:.1%}"


def counted(number: float | None, thing: str) -> str:
    """A number of things.

    >>> counted(1, "lead"), counted(1200, "lead")
    ('1 lead', '1,200 leads')
    """
    return f"{number or 0:,.0f} {thing}{'' if number == 1 else 's'}"
