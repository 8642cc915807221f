"""What one rule of the verdict says about a model, and how a card's figures read in a sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leadscore.model.card import Card, Estimate
from leadscore.model.card.verdict import Level
from leadscore.model.scoring.language import Wording

LEVELS: tuple[Level, ...] = ("pass", "unchecked", "care", "fail")
"""From the best to the worst."""


@dataclass(frozen=True)
class RuleResult:
    """What a rule found.

    Attributes:
        level: pass, unchecked (what the rule reads is not there, though it should be), care or fail.
        text: One or two sentences with the numbers that decided.
        reason: The same in a few words, to follow "not ready:" or "usable with care:"; "" where it passed.
    """

    level: Level
    text: str
    reason: str = ""


VerdictRule = Callable[[Card, Wording], RuleResult]
"""A rule of the verdict: reads one part of a card and describes what it found."""


def ruled(level: Level, key: str, wording: Wording, **values: object) -> RuleResult:
    """The result whose text and reason stand under one key of the section ``verdict``; a pass has no reason.

    >>> from leadscore.model.scoring.language import english
    >>> ruled("care", "split_optimistic", english()).reason
    'its figures are optimistic'
    """
    reason = "" if level == "pass" else wording.say(f"verdict.{key}_reason")
    return RuleResult(level, wording.say(f"verdict.{key}", **values), reason)


def unchecked(rule: str, wording: Wording) -> RuleResult:
    """The result of a rule whose figures could not be computed: no pass, and nothing found either."""
    return ruled("unchecked", f"{rule}_unknown", wording)


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


def shown(figure: Estimate, wording: Wording, *, digits: int) -> str:
    """A figure and its 95 % interval, for a sentence.

    >>> from leadscore.model.scoring.language import english
    >>> shown(Estimate(0.713, 0.68, 0.742), english(), digits=2)
    '0.71 (0.68 to 0.74)'
    """
    unknown = wording.say("verdict.unknown")
    parts = (figure.value, figure.low, figure.high)
    value, low, high = (unknown if part is None else wording.formats.number(part, digits) for part in parts)
    return wording.say("verdict.figure", value=value, low=low, high=high)


def listed(names: Sequence[str], wording: Wording) -> str:
    """All the names, the last one after an "and".

    >>> from leadscore.model.scoring.language import english
    >>> listed(["a", "b", "c"], english())
    'a, b and c'
    """
    return wording.say("verdict.both", first=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]
