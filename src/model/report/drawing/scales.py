"""Scales: from values to pixels, with round ticks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from leadscore.model.scoring.language import ENGLISH, Formats

Unit = Literal["share", "number"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SMALLEST_SPAN = 1e-9


@dataclass(frozen=True)
class Scale:
    """A straight line from values to pixels.

    Attributes:
        label: What the axis shows, in words.
        low, high: The values at its ends.
        unit: Shares are written in per cent.
        start, stop: The pixels at its ends.
        formats: How its numbers are written.
    """

    label: str
    low: float
    high: float
    unit: Unit = "number"
    start: float = 0.0
    stop: float = 1.0
    formats: Formats = ENGLISH

    def __call__(self, value: float) -> float:
        """The pixel of a value; one beyond the ends stays at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.stop - self.start)

    def between(self, start: float, stop: float) -> "Scale":
        """The same scale from one pixel to another."""
        return replace(self, start=start, stop=stop)

    def ticks(self, most: int = 6) -> list[tuple[float, str]]:
        """Round values on the scale, and how they are written.

        >>> Scale("rate", 0, 0.4, "share").ticks()
        [(0.0, '0%'), (0.1, '10%'), (0.2, '20%'), (0.3, '30%'), (0.4, '40%')]
        """
        step = round_step(self.high - self.low, most)
        first, last = math.ceil(self.low / step - 1e-6), math.floor(self.high / step + 1e-6)
        values = [float(f"{place * step:.12g}") for place in range(first, last + 1)]
        return [(value, written(value, step, self.unit, self.formats)) for value in values]


def covering(label: str, values: Iterable[float], unit: Unit = "number", formats: Formats = ENGLISH) -> Scale:
    """A scale over all values whose ends are round.

    >>> covering("difference", [-0.031, 0.012]).low
    -0.04
    """
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if high - low < max(_SMALLEST_SPAN, 1e-6 * max(abs(low), abs(high))):
        low, high = min(2 * low, 0.0), max(2 * high, 0.0)
        high = high if high - low >= _SMALLEST_SPAN else 1.0
    step = round_step(high - low, 6)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    return Scale(label, float(f"{first * step:.12g}"), float(f"{last * step:.12g}"), unit, formats=formats)


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that cuts the span into at most so many parts.

    >>> round_step(0.37, 6), round_step(90, 6)
    (0.1, 20.0)
    """
    power = 10.0 ** math.floor(math.log10(span / most))
    return next((step * power for step in _STEPS if span / (step * power) <= most * (1 + 1e-9)), 10 * power)


def written(value: float, step: float, unit: Unit, formats: Formats) -> str:
    """A tick's text, with as many decimals as the step between ticks needs.

    >>> written(0.025, 0.005, "share", ENGLISH), written(12_000, 2_000, "number", ENGLISH)
    ('2.5%', '12,000')
    """
    factor = 100 if unit == "share" else 1
    decimals = next((d for d in range(9) if math.isclose(round(step * factor, d), step * factor, rel_tol=1e-6)), 9)
    number = formats.number(value * factor, decimals)
    return formats.share.format(value=number) if unit == "share" else number
