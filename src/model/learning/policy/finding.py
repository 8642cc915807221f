"""Finding the cuts of a policy: by points, capacity or money, with a sentence on how they came about."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.config import Config
from leadscore.model.learning.ground import Ground
from leadscore.model.learning.policy.capacity import fill, window_of
from leadscore.model.learning.policy.cuts import break_even, cuts_below
from leadscore.model.learning.policy.looks import all_looks, of_leads, scored
from leadscore.model.numbers import percent
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Cuts


@dataclass(frozen=True)
class FoundCuts:
    """Cuts, and how they came about as a sentence."""

    cuts: Cuts
    told: str


def find_cuts(bundle: Bundle, ground: Ground) -> FoundCuts:
    """The cuts that the configuration asks for, for this model."""
    policy = ground.config.policy
    match policy.cut_by:
        case "points":
            return FoundCuts(Cuts(*policy.cuts), "They are the configured ones.")
        case "money":
            return _by_money(ground.config, bundle.reference)
        case "capacity":
            return _by_capacity(bundle, ground)


def _by_money(config: Config, reference: float) -> FoundCuts:
    policy = config.policy
    score, rate = break_even(policy, reference), (policy.contact_cost or 0.0) / (policy.win_value or 1.0)
    told = f"A contact is worth its cost from a probability of {percent(rate)} on."
    if not 1 <= score <= 100:
        told += f" That lies {'above' if score > 100 else 'below'} the scale."
    return FoundCuts(cuts_below(int(np.clip(score, 1, 100)), policy.cuts), told)


def _by_capacity(bundle: Bundle, ground: Ground) -> FoundCuts:
    tables, config = ground.tables, ground.config
    capacity = config.policy.capacity_per_week or 0
    looks = all_looks(tables, config.learning)
    window = window_of(config, looks, tables.data_until or 0)
    touched = np.zeros(len(tables.leads), dtype=bool)
    touched[looks.lead[window.holds(looks)]] = True
    filled = fill(
        scored(bundle, tables, of_leads(looks, touched)), window, capacity=capacity, n_leads=len(tables.leads)
    )
    told = (
        f"In the last {round(window.weeks, 1):g} weeks {filled.per_week:,.1f} leads a week newly reached "
        f"{filled.cut} points; {capacity:,} can be handled."
    )
    if filled.per_week > capacity:
        told += " Even at the end of the scale there are more, so that A leads will pile up."
    return FoundCuts(cuts_below(filled.cut, config.policy.cuts), told)
