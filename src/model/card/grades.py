"""Grades in a card: thresholds, conversion rates by grade, and the results of gates on past leads."""

from dataclasses import dataclass
from typing import Literal

from leadscore.model.card.figures import CardPart, Estimate

GradeThresholds = tuple[int, int, int]
"""Points from which A, B and C begin; everything below is D."""


@dataclass(frozen=True)
class GradeRate(CardPart):
    """The conversion rate of the evaluated leads of one grade."""

    grade: str
    """A to D."""
    leads: int
    """Leads that had the grade at one evaluated look at least."""
    converted_leads: int
    """Number of these that converted."""
    rate: Estimate | None
    """Conversion rate at these looks; 0 to 1. None where no lead had the grade."""


@dataclass(frozen=True)
class DisqualificationFacts(CardPart):
    """What disqualifying leads below a score would have meant on the evaluated leads, by the evaluated model.

    Gates, overrides and product use, which go first, are not looked at.
    """

    below: int
    """Score below which leads are disqualified, unless little is known of them; 1 to 100."""
    leads: int
    """Leads that were below it at one evaluated look at least."""
    converted_leads: int
    """Number of these that converted: wins turned away."""
    saved: Estimate
    """Share of all evaluated looks at which no contact would have been made; 0 to 1."""
    wins_lost: Estimate
    """Share of the looks at leads that converted at which they would have been turned away; 0 to 1."""
    per_lead: Estimate | None
    """What that is worth per lead: contacts saved minus wins lost, in the configured currency. None without sums."""
    text: str
    """The same in sentences."""


@dataclass(frozen=True, kw_only=True)
class GradeFacts(CardPart):
    """The thresholds of grades, how they were chosen, and whether the share of leads above them has drifted."""

    thresholds: GradeThresholds
    """Points of the score from which A, B and C begin; 0 to 100."""
    fit_thresholds: GradeThresholds | None
    """The same for the letter of the cell, in points of fit; None where no signal speaks of fit."""
    interest_thresholds: GradeThresholds | None
    """The same for the number of the cell, in points of interest; None where no signal speaks of interest."""
    found_by: Literal["points", "capacity", "money"]
    """How the thresholds were found."""
    text: str
    """How they were found, in sentences."""
    set_at: str | None
    """End of the data that they were found with, ISO 8601; None without dates."""
    kept: bool
    """Whether the champion's thresholds were kept."""
    why: str
    """Why they were kept or found anew, as a sentence."""
    share_then: float
    """Share of the recent leads that reached A at their best look when the thresholds were set; 0 to 1."""
    leads_then: int
    """Number of recent leads then."""
    share_now: float
    """The same share now; 0 to 1."""
    leads_now: int
    """Number of recent leads now."""
    drifted: bool
    """Whether the two shares differ by more than chance, and by much."""
    evaluated: tuple[GradeRate, ...]
    """Conversion by grade, A first, by the scores of the evaluated model."""
    disqualification: DisqualificationFacts | None = None
    """What disqualifying by the score would have cost; None where it is not configured, or revised since."""


@dataclass(frozen=True)
class GateResult(CardPart):
    """For how many leads the condition of a gate holds, at their last look."""

    name: str
    """Name of the gate."""
    kind: Literal["must", "never"]
    """Whether leads pass where the condition holds, or where it does not."""
    expression: str
    """The condition, in canonical form."""
    holds: int
    """Number of leads for which it holds."""
    missing: int
    """Number of leads that lack a value of a column in it."""
    leads: int
    """Number of all leads."""
    note: str | None
    """What is odd about that, as a sentence; None where nothing is."""
