"""The whole truth of the funnel as one table: what leads are like, how often, and what that is worth in log-odds."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadscore.model.config import Axis

BASE_LOG_ODDS = -3.33
"""Log-odds of converting for a lead whose every part below is zero."""

INTENT_LOG_ODDS = 1.05
"""Interest: log-odds per standard deviation of a lead's hidden intent, which also drives its activities."""

WEEKEND_LOG_ODDS = -0.35
"""Context: what being created on a Saturday or Sunday is worth."""


@dataclass(frozen=True)
class Level:
    """One value of a trait.

    Attributes:
        text: What the export shows; None for an empty cell.
        share: How often it occurs, relative to the other levels there are at the time.
        log_odds: What it is worth.
        since: Share of the period after which it occurs at all.
    """

    text: str | None
    share: float
    log_odds: float = 0.0
    since: float = 0.0


@dataclass(frozen=True)
class Trait:
    """A categorical property of a lead, and the axis its log-odds belong to."""

    axis: Axis
    levels: tuple[Level, ...]


TRAITS: Mapping[str, Trait] = {
    "source": Trait(
        "context",
        (
            Level("organic search", 0.27),
            Level("paid search", 0.22, -0.15),
            Level("linkedin", 0.15, -0.25),
            Level("outbound", 0.12, -0.7),
            Level("webinar", 0.1, 0.2),
            Level("referral", 0.08, 1.0),
            Level("trade show", 0.06, 0.35),
            Level("partner marketplace", 0.15, 0.6, since=0.92),
        ),
    ),
    "campaign": Trait(
        "context",
        (
            Level(None, 0.35),
            Level("always on", 0.25),
            Level("buyers guide", 0.15, 0.2),
            Level("retargeting", 0.15, 0.1),
            Level("prize draw", 0.1, -0.8),
            Level("spring launch", 0.3, 0.5, since=0.7),
        ),
    ),
    "country": Trait(
        "fit",
        (
            Level("Germany", 0.26, 0.2),
            Level("United States", 0.22, 0.3),
            Level("United Kingdom", 0.13, 0.2),
            Level("France", 0.1),
            Level("Netherlands", 0.08, 0.1),
            Level("Spain", 0.06, -0.1),
            Level("Poland", 0.06, -0.2),
            Level("Brazil", 0.05, -0.5),
            Level("India", 0.04, -0.6),
        ),
    ),
    "industry": Trait(
        "fit",
        (
            Level("software", 0.22, 0.6),
            Level("manufacturing", 0.18),
            Level("finance", 0.13, 0.35),
            Level("healthcare", 0.11, 0.1),
            Level("logistics", 0.1, 0.2),
            Level("retail", 0.1, -0.1),
            Level("media", 0.07, -0.2),
            Level("public sector", 0.05, -0.6),
            Level("education", 0.04, -0.8),
        ),
    ),
    "job_title": Trait(
        "fit",
        (
            Level("Head of Sales", 0.14, 0.6),
            Level("VP Marketing", 0.09, 0.5),
            Level("Chief Revenue Officer", 0.06, 0.7),
            Level("Managing Director", 0.1, 0.4),
            Level("Sales Operations Manager", 0.14, 0.3),
            Level("Marketing Manager", 0.18),
            Level("Account Executive", 0.12, -0.3),
            Level("IT Administrator", 0.08, -0.4),
            Level("Consultant", 0.05, -0.9),
            Level("Student", 0.04, -1.8),
        ),
    ),
    "timeline": Trait(
        "fit",
        (
            Level(None, 0.3, -0.1),
            Level("now", 0.14, 0.9),
            Level("this quarter", 0.21, 0.4),
            Level("this year", 0.2),
            Level("no plan", 0.15, -0.8),
        ),
    ),
    "email_kind": Trait(
        "fit",
        (Level("company", 0.8), Level("free", 0.18, -0.6), Level("disposable", 0.02, -1.8)),
    ),
}
"""Traits are drawn independently of one another and of intent. ``email_kind`` shows in the address's domain."""


@dataclass(frozen=True)
class Bell:
    """A number's log-odds: ``height`` at ``best``, falling off like a normal curve; all in powers of ten."""

    mean: float
    deviation: float
    best: float
    width: float
    height: float


@dataclass(frozen=True)
class Slope:
    """A number's log-odds: ``slope`` per power of ten from ``mean``; ``unsaid`` where the number is not given."""

    mean: float
    deviation: float
    slope: float
    said: float
    unsaid: float


COMPANY_SIZE = Bell(mean=2.0, deviation=0.75, best=2.5, width=0.6, height=1.2)
"""Fit: employees; companies of some 300 fit best."""

BUDGET = Slope(mean=4.1, deviation=0.45, slope=0.9, said=0.55, unsaid=-0.1)
"""Fit: yearly budget in euros; 45 of 100 leads do not say."""
