"""How leads end: converted, disqualified, lost, or not at all."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.sample.funnel import Prospects, Truth
from leadscore.model.sample.settings import HORIZON_DAYS

_DAY_S = 86_400
NOT_ENDED = int(np.iinfo(np.int64).max)
"""The second of an ending that never comes."""

OUTCOMES = ("converted", "disqualified", "lost")
DELAY_MEDIAN_DAYS = (26.0, 6.0, 45.0)
"""Median days from creation to each outcome, before conversions are cut at the horizon."""
REASONS: tuple[tuple[str | None, ...], ...] = (
    (None,),
    ("no budget", "not a company", "bad contact data", "too small"),
    ("chose another product", "no decision", "price"),
)
LATE_SHARE = 0.1
"""Leads that miss the horizon convert after it with this share of their true probability."""
DISQUALIFIED_LOG_ODDS = (-0.2, -0.8)
"""Being disqualified among those that never convert: intercept and slope over the fit."""
LOST_SHARE = 0.12
_DELAY_SHAPE = 2.0
_LATE_DAYS = (95, 100)
_SOONEST_S = 600


@dataclass(frozen=True)
class Endings:
    """What becomes of each lead, whether or not it is written yet.

    Attributes:
        kind: Position in ``OUTCOMES``; without meaning where the lead stays silent.
        at_s: Second of the outcome, from 1970 in UTC; ``NOT_ENDED`` where there is none.
        converts: Whether the lead converts within the horizon; drawn from the true probability.
        amount: Value of the deal in euros, NaN where there is none.
        reason: Why a lead was disqualified or lost, else None.
    """

    kind: Integers
    at_s: Integers
    converts: Mask
    amount: Floats
    reason: NDArray[Any]

    def written(self, until_s: int) -> Mask:
        """Which outcomes are in the data when it ends just before this second."""
        return self.at_s < until_s


def draw_endings(prospects: Prospects, truth: Truth, rng: np.random.Generator) -> Endings:
    """Draw conversions from the true probability, then what becomes of the others."""
    count = len(prospects)
    converts = rng.random(count) < truth.probability
    late = ~converts & (rng.random(count) < LATE_SHARE * truth.probability)
    kind, ended = _draw_kinds(converts | late, truth, rng)
    days = np.where(late, _late_days(count, rng), _delay_days(kind, converts, rng))
    at_s = prospects.created_s + np.maximum(_SOONEST_S, (days * _DAY_S).astype(np.int64))
    return Endings(
        kind,
        np.where(ended, at_s, NOT_ENDED),
        converts,
        amount=np.where(kind == 0, _amounts(prospects, rng), np.nan),
        reason=_reasons(kind, rng),
    )


def _draw_kinds(won: Mask, truth: Truth, rng: np.random.Generator) -> tuple[Integers, Mask]:
    intercept, slope = DISQUALIFIED_LOG_ODDS
    disqualified = rng.random(len(won)) < 1.0 / (1.0 + np.exp(-intercept - slope * truth.fit))
    lost = rng.random(len(won)) < LOST_SHARE
    kind = np.where(won, 0, np.where(disqualified, 1, 2))
    return kind, won | disqualified | lost


def _delay_days(kind: Integers, converts: Mask, rng: np.random.Generator) -> Floats:
    """Log-logistic delays: like log-normal ones, but cut at the horizon exactly by scaling the uniform draw."""
    median = np.array(DELAY_MEDIAN_DAYS)[kind]
    within = 1.0 / (1.0 + (HORIZON_DAYS / median) ** -_DELAY_SHAPE)
    uniform = rng.random(len(kind)) * np.where(converts, within, 0.98)
    return np.asarray(median * (uniform / (1.0 - uniform)) ** (1.0 / _DELAY_SHAPE))


def _late_days(count: int, rng: np.random.Generator) -> Floats:
    first, spread = _LATE_DAYS
    return first + spread * rng.random(count)


def _amounts(prospects: Prospects, rng: np.random.Generator) -> Floats:
    typical = 900.0 * np.sqrt(prospects.employees)
    spread = np.exp(0.5 * rng.standard_normal(len(prospects)))
    return np.asarray(np.maximum(1.0, np.rint(typical * spread / 100)) * 100)


def _reasons(kind: Integers, rng: np.random.Generator) -> NDArray[Any]:
    drawn = rng.random(len(kind))
    reasons = np.full(len(kind), None, dtype=object)
    for position, texts in enumerate(REASONS):
        rows = kind == position
        reasons[rows] = np.array(texts, dtype=object)[(drawn[rows] * len(texts)).astype(np.int64)]
    return reasons
