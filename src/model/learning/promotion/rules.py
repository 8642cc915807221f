"""What one rule of the verdict says about a model, and how a card's figures read in a sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leadscore.model.card import Card, Estimate
from leadscore.model.card.verdict import Level
from leadscore.model.scoring.language import ENGLISH

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


def pooled(figures: Sequence[Estimate]) -> Estimate:
    """One figure of several that were measured on different leads, each weighing the inverse of its variance.

    Variances are taken from the intervals' widths (fixed effect; Cochran 1954). Of a single figure, or where an
    interval is not known, the last one stands for all.
    """
    ends = [(figure.low, figure.high) for figure in figures]
    widths = [high - low for low, high in ends if low is not None and high is not None and high > low]
    if len(figures) == 1 or len(widths) < len(figures):
        return figures[-1]
    weights = [1 / width**2 for width in widths]
    known = [(w, figure.value) for w, figure in zip(weights, figures, strict=True) if figure.value is not None]
    value = sum(w * v for w, v in known) / sum(weights)
    half = sum(weights) ** -0.5 / 2
    return Estimate(value, value - half, value + half)


def shown(figure: Estimate, *, digits: int) -> str:
    """A figure and its 95 % interval, for a sentence.

    >>> shown(Estimate(0.713, 0.68, 0.742), digits=2)
    '0.71 (0.68 to 0.74)'
    """
    parts = (figure.value, figure.low, figure.high)
    value, low, high = ("unknown" if part is None else ENGLISH.number(part, digits) for part in parts)
    return f"{value} ({low} to {high})"
