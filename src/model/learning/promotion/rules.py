"""What one rule of the verdict says about a model, and how a card's figures read in a sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from leadscore.model.scoring.language import ENGLISH

Card = Mapping[str, Any]
Level = Literal["pass", "care", "fail"]
Figure = Mapping[str, float | None]

_PARTS = ("value", "low", "high")

LEVELS: tuple[Level, ...] = ("pass", "care", "fail")
"""From the best to the worst."""


@dataclass(frozen=True)
class RuleResult:
    """What a rule found.

    Attributes:
        level: pass, care or fail.
        text: One or two sentences with the numbers that decided.
        reason: The same in a few words, to follow "not ready:" or "usable with care:"; "" where it passed.
    """

    level: Level
    text: str
    reason: str = ""


VerdictRule = Callable[[Card], RuleResult]
"""Judges one side of a card."""


def below(figure: float | None, bound: float) -> bool:
    """Whether a figure is known and below the bound."""
    return figure is not None and figure < bound


def above(figure: float | None, bound: float) -> bool:
    """Whether a figure is known and above the bound."""
    return figure is not None and figure > bound


def pooled(figures: Sequence[Figure]) -> Figure:
    """One figure of several that were measured on different leads, each weighing the inverse of its variance.

    Variances are taken from the intervals' widths (fixed effect; Cochran 1954). Of a single figure, or where an
    interval is not known, the last one stands for all.
    """
    known = [(figure["value"], figure["low"], figure["high"]) for figure in figures]
    widths = [high - low for _, low, high in known if low is not None and high is not None and high > low]
    if len(figures) == 1 or len(widths) < len(figures):
        return figures[-1]
    weights = [1 / width**2 for width in widths]
    value = sum(w * v for w, (v, _, _) in zip(weights, known, strict=True) if v is not None) / sum(weights)
    half = sum(weights) ** -0.5 / 2
    return {"value": value, "low": value - half, "high": value + half}


def shown(figure: Figure, *, digits: int) -> str:
    """A figure and its 95 % interval, for a sentence.

    >>> shown({"value": 0.713, "low": 0.68, "high": 0.742}, digits=2)
    '0.71 (0.68 to 0.74)'
    """
    value, low, high = ("unknown" if (part := figure[key]) is None else ENGLISH.number(part, digits) for key in _PARTS)
    return f"{value} ({low} to {high})"
