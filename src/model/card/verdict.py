"""Whether a model may be used: the verdict by declared rules, and the comparison with the champion."""

from dataclasses import dataclass
from typing import Literal

from leadscore.model.card.figures import CardPart, Estimate

Readiness = Literal["ready", "usable_with_care", "not_ready"]
Level = Literal["pass", "unchecked", "care", "fail"]


@dataclass(frozen=True)
class RuleFinding(CardPart):
    """The finding of one rule of the verdict."""

    rule: str
    """Name of the rule."""
    level: Level
    """Whether the model passes, could not be checked, asks for care, or fails."""
    text: str
    """One or two sentences with the numbers that decided."""


@dataclass(frozen=True)
class Verdict(CardPart):
    """The verdict: whether a model is ready to be used, and why."""

    readiness: Readiness
    """What the worst rule makes of the model."""
    headline: str
    """The same as a sentence that begins with it, and why."""
    rules: tuple[RuleFinding, ...]
    """Every rule, those that say most about a model first."""
    alarms: tuple[str, ...]
    """A sentence for each figure that is too good to be true."""


@dataclass(frozen=True, kw_only=True)
class ChampionComparison(CardPart):
    """The comparison with the champion, on leads that neither model was trained on."""

    version: str
    """Version of the champion."""
    sha256: str
    """Hash of the champion's manifest, 64 hexadecimal digits."""
    basis: Literal["shipped", "twin"] | None = None
    """Whether the champion was evaluated by what it ships or by its twin; None where nothing was evaluated."""
    leads: int | None = None
    """Number of leads that both were evaluated on."""
    converted_leads: int | None = None
    """Number of these that converted."""
    difference: Estimate | None = None
    """Log loss minus that of the champion, in nats; below 0 the model is better. None where nothing was evaluated."""
    margin: float | None = None
    """What the upper end of the difference may be at most, in nats."""
    better: bool
    """Whether the model was found no worse than the champion, within the margin."""
    why: str
    """Why it was or was not, in sentences."""
