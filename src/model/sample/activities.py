"""What leads do, dated: the more they want to buy the more they do, until their outcome; then the onboarding."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Floats, Integers
from leadscore.model.sample.funnel import Prospects
from leadscore.model.sample.outcomes import Endings

_DAY_S = 86_400


@dataclass(frozen=True)
class ActivityKind:
    """One kind of event.

    Attributes:
        type: Its name in the export.
        mean: How many a lead of average intent has if nothing stops it.
        pull: How the logarithm of that number grows per standard deviation of intent.
        mean_age_days: Mean age of the lead at the event; ages fall off exponentially.
        value: Median of the number attached to it; None for no number.
    """

    type: str
    mean: float
    pull: float
    mean_age_days: float
    value: float | None = None


ACTIVITIES = (
    ActivityKind("page_view", 1.9, 0.45, 9, value=40),
    ActivityKind("email_open", 1.2, 0.3, 20),
    ActivityKind("pricing_visit", 0.6, 0.9, 9, value=55),
    ActivityKind("email_reply", 0.3, 0.8, 12),
    ActivityKind("call", 0.4, 0.6, 11, value=9),
    ActivityKind("webinar", 0.2, 0.5, 16, value=35),
    ActivityKind("trial_use", 0.5, 1.1, 12, value=22),
    ActivityKind("demo_request", 0.2, 1.2, 8),
)
"""Values are seconds for visits, minutes for calls, webinars and trial use."""

AFTER_SALE = (ActivityKind("contract_sent", 1, 0, 0), ActivityKind("onboarding", 2.0, 0, 8, value=45))
"""Events of converted leads at or after their outcome: the contract at the same second, onboarding from then on."""

TYPES = (*ACTIVITIES, *AFTER_SALE)
BUSTLE = 0.3
"""Standard deviation, on the log scale, of how much a lead clicks around without wanting to buy any more for it."""
_VALUE_SPREAD = 0.8


@dataclass(frozen=True)
class Doings:
    """Events in order of lead, second and type; one entry per event.

    Attributes:
        lead: Position of the lead in its block.
        at_s: Second it happened, from 1970 in UTC.
        type: Position in ``TYPES``.
        value: Number attached to it, NaN where there is none.
    """

    lead: Integers
    at_s: Integers
    type: Integers
    value: Floats


def draw_doings(prospects: Prospects, endings: Endings, until_s: int, rng: np.random.Generator) -> Doings:
    """Draw every event before the data ends; none but those after a sale at or after the lead's outcome."""
    bustle = BUSTLE * rng.standard_normal(len(prospects))
    stop_s = np.minimum(endings.at_s, until_s)
    parts = [_before(kind, prospects, (bustle, stop_s), rng) for kind in ACTIVITIES]
    parts += _after_sale(endings, until_s, rng)
    lead = np.concatenate([lead for lead, _ in parts])
    at_s = np.concatenate([at_s for _, at_s in parts])
    kind = np.repeat(np.arange(len(parts)), [len(lead) for lead, _ in parts])
    value = _draw_values(kind, rng)
    order = np.lexsort((value, kind, at_s, lead))
    return Doings(lead[order], at_s[order], kind[order], value[order])


def _before(
    kind: ActivityKind, prospects: Prospects, limits: tuple[Floats, Integers], rng: np.random.Generator
) -> tuple[Integers, Integers]:
    bustle, stop_s = limits
    rate = kind.mean * np.exp(kind.pull * prospects.intent + bustle)
    lead = np.repeat(np.arange(len(prospects)), rng.poisson(rate))
    at_s = prospects.created_s[lead] + _ages_s(kind, len(lead), rng)
    kept = at_s < stop_s[lead]
    return lead[kept], at_s[kept]


def _after_sale(endings: Endings, until_s: int, rng: np.random.Generator) -> list[tuple[Integers, Integers]]:
    sold = np.flatnonzero((endings.kind == 0) & endings.written(until_s))
    onboarding = AFTER_SALE[1]
    lead = np.repeat(sold, 1 + rng.poisson(onboarding.mean, len(sold)))
    at_s = endings.at_s[lead] + _ages_s(onboarding, len(lead), rng)
    kept = at_s < until_s
    return [(sold, endings.at_s[sold]), (lead[kept], at_s[kept])]


def _ages_s(kind: ActivityKind, count: int, rng: np.random.Generator) -> Integers:
    return 1 + (kind.mean_age_days * _DAY_S * rng.standard_exponential(count)).astype(np.int64)


def _draw_values(kind: Integers, rng: np.random.Generator) -> Floats:
    median = np.array([np.nan if each.value is None else each.value for each in TYPES])[kind]
    return np.asarray(np.ceil(median * np.exp(_VALUE_SPREAD * rng.standard_normal(len(kind)))))
