"""The leads of the funnel as they truly are, and how likely each is to convert."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers
from leadscore.model.config import Axis
from leadscore.model.sample.traits import (
    BASE_LOG_ODDS,
    BUDGET,
    COMPANY_SIZE,
    INTENT_LOG_ODDS,
    TRAITS,
    WEEKEND_LOG_ODDS,
    Trait,
)

_DAY_S = 86_400
_DIGITS = 4


@dataclass(frozen=True)
class Prospects:
    """Leads before anything was lost or misspelt, one entry per lead.

    Attributes:
        number: Running number over the whole sample, from 1.
        created_s: Second of creation, from 1970 in UTC.
        levels: Per trait, the position of the lead's level.
        employees: Size of the company.
        budget: Yearly budget in euros, NaN where not given.
        intent: Hidden wish to buy, standard normal.
    """

    number: Integers
    created_s: Integers
    levels: Mapping[str, Integers]
    employees: Floats
    budget: Floats
    intent: Floats

    def __len__(self) -> int:
        return len(self.number)

    def texts(self, trait: str) -> NDArray[Any]:
        """What the export shows for a trait."""
        return np.array([level.text for level in TRAITS[trait].levels], dtype=object)[self.levels[trait]]


@dataclass(frozen=True)
class Truth:
    """The log-odds of converting within the horizon, per axis; to four digits, so that files add up exactly."""

    fit: Floats
    interest: Floats
    context: Floats

    @property
    def log_odds(self) -> Floats:
        """The sum of the axes and the base."""
        return np.round(BASE_LOG_ODDS + self.fit + self.interest + self.context, _DIGITS)

    @property
    def probability(self) -> Floats:
        """The chance to convert within the horizon, given every trait and the hidden intent."""
        return 1.0 / (1.0 + np.exp(-self.log_odds))


def draw_prospects(number: Integers, created_s: Integers, elapsed: Floats, rng: np.random.Generator) -> Prospects:
    """Draw the leads with these numbers and moments; ``elapsed`` is the share of the period that has passed."""
    levels = {name: _draw_levels(trait, elapsed, rng) for name, trait in TRAITS.items()}
    size = COMPANY_SIZE.mean + COMPANY_SIZE.deviation * rng.standard_normal(len(number))
    budget = BUDGET.mean + BUDGET.deviation * rng.standard_normal(len(number))
    said = rng.random(len(number)) < BUDGET.said
    return Prospects(
        number,
        created_s,
        levels,
        employees=np.maximum(1.0, np.rint(10.0**size)),
        budget=np.where(said, np.maximum(1.0, np.rint(10.0**budget / 500)) * 500, np.nan),
        intent=rng.standard_normal(len(number)),
    )


def true_log_odds(prospects: Prospects) -> Truth:
    """What each axis of a lead is worth, by the table of traits."""
    numbers = _size_worth(prospects.employees) + _budget_worth(prospects.budget)
    return Truth(
        fit=np.round(_trait_worth(prospects, "fit") + numbers, _DIGITS),
        interest=np.round(INTENT_LOG_ODDS * prospects.intent, _DIGITS),
        context=np.round(_trait_worth(prospects, "context") + _weekend_worth(prospects.created_s), _DIGITS),
    )


def _draw_levels(trait: Trait, elapsed: Floats, rng: np.random.Generator) -> Integers:
    shares = np.array([level.share for level in trait.levels])
    since = np.array([level.since for level in trait.levels])
    upper = np.cumsum(shares * (elapsed[:, None] >= since), axis=1)
    drawn = rng.random(len(elapsed)) * upper[:, -1]
    return np.asarray((drawn[:, None] >= upper).sum(axis=1))


def _trait_worth(prospects: Prospects, axis: Axis) -> Floats:
    worth = np.zeros(len(prospects))
    for name, trait in TRAITS.items():
        if trait.axis == axis:
            worth += np.array([level.log_odds for level in trait.levels])[prospects.levels[name]]
    return worth


def _size_worth(employees: Floats) -> Floats:
    distance = (np.log10(employees) - COMPANY_SIZE.best) / COMPANY_SIZE.width
    return np.asarray(COMPANY_SIZE.height * np.exp(-0.5 * distance**2))


def _budget_worth(budget: Floats) -> Floats:
    worth = BUDGET.slope * (np.log10(budget) - BUDGET.mean)
    return np.where(np.isnan(budget), BUDGET.unsaid, worth)


def _weekend_worth(created_s: Integers) -> Floats:
    weekday = (created_s // _DAY_S + 3) % 7  # 1970-01-01 was a Thursday
    return np.where(weekday >= 5, WEEKEND_LOG_ODDS, 0.0)
