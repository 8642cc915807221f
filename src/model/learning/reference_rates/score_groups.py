"""Score groups: how leads with similar out-of-fold scores converted."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betaincinv

from leadscore.model.arrays import Codes, Floats
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.evaluation.reliability import equal_mass_bins
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.rates import ScoreGroups

LEVEL = 0.8
MAX_GROUPS = 15
CONVERTED_PER_GROUP = 20
"""So many converted leads make one more group: its rate is then known to about a quarter of itself."""

MIN_LEADS = 40
MIN_CONVERTED = 3

_LEAST_RATE = 1e-12


@dataclass(frozen=True)
class Rate:
    """A weighted conversion rate, and how many leads that are looked at once would give as precise a rate."""

    rate: float
    effective: float

    @property
    def variance(self) -> float:
        """Of the rate; never zero, as half a conversion and half a lead without are added (Jeffreys)."""
        middle = (self.rate * self.effective + 0.5) / (self.effective + 1)
        return middle * (1 - middle) / (self.effective + 1)


def learn_groups(log_odds: Floats, evaluation_set: EvaluationSet, *, shift: float = 0.0) -> ScoreGroups:
    """Group leads by their log-odds, about equally many in each, and take each group's rate with its interval.

    The interval is Jeffreys' (Brown, Cai & DasGupta 2001), with as many leads as would give as precise a rate:
    that number follows from the rate's variance, in which looks at one lead, or at one group of leads, count together.

    Args:
        log_odds: Out of fold, per training row.
        evaluation_set: What happened.
        shift: What the drift gate adds to the model's intercept: edges, rates and intervals move by the same log-odds,
            because the model's probabilities do.
    """
    group = _merged(_equal_groups(log_odds, evaluation_set), evaluation_set)
    numbers = range(int(group.max()) + 1)
    rates = [rate_of(evaluation_set.take(group == number)) for number in numbers]
    ends = [_interval(rate) for rate in rates]
    leads = [len(np.unique(evaluation_set.lead[group == number])) for number in numbers]
    edges = [(log_odds[group == n - 1].max() + log_odds[group == n].min()) / 2 for n in numbers if n]
    groups = ScoreGroups(
        edges=tuple(float(edge) for edge in edges),
        rates=tuple(rate.rate for rate in rates),
        low=tuple(low for low, _ in ends),
        high=tuple(high for _, high in ends),
        leads=tuple(leads),
        level=LEVEL,
    )
    return _shifted(groups, shift)


def rate_of(evaluation_set: EvaluationSet) -> Rate:
    """The weighted rate of some rows, and the number of leads it is worth."""
    rate = float(np.average(evaluation_set.converted, weights=evaluation_set.weights))
    _, unit = np.unique(evaluation_set.resampled, return_inverse=True)
    weight = np.bincount(unit, evaluation_set.weights)
    kish = float(weight.sum() ** 2 / (weight**2).sum())
    residual = np.bincount(unit, evaluation_set.weights * (evaluation_set.converted - rate))
    variance = float((residual**2).sum()) / float(weight.sum()) ** 2
    if variance == 0:  # all the same: nothing but the number of leads says how sure that is
        return Rate(rate, kish)
    return Rate(rate, min(rate * (1 - rate) / variance, float(len(weight))))


def _equal_groups(log_odds: Floats, evaluation_set: EvaluationSet) -> Codes:
    converted = len(np.unique(evaluation_set.lead[evaluation_set.converted]))
    n_groups = int(np.clip(converted // CONVERTED_PER_GROUP, 1, MAX_GROUPS))
    return equal_mass_bins(evaluation_set, log_odds, n_bins=n_groups)


def _merged(group: Codes, evaluation_set: EvaluationSet) -> Codes:
    """Groups of too few leads, or with hardly a conversion, joined with the next one; the last with the one before."""
    joined = np.zeros(int(group.max()) + 1, dtype=np.int64)
    current, members = 0, np.zeros(len(group), dtype=bool)
    for number in range(len(joined)):
        members |= group == number
        joined[number] = current
        if _enough(evaluation_set.take(members)):
            current, members = current + 1, np.zeros(len(group), dtype=bool)
    if members.any():
        joined[joined == current] = max(current - 1, 0)
    return joined[group]


def _enough(evaluation_set: EvaluationSet) -> bool:
    converted = len(np.unique(evaluation_set.lead[evaluation_set.converted]))
    return len(np.unique(evaluation_set.lead)) >= MIN_LEADS and converted >= MIN_CONVERTED


def _interval(rate: Rate) -> tuple[float, float]:
    won, lost = rate.rate * rate.effective, (1 - rate.rate) * rate.effective
    tail = (1 - LEVEL) / 2
    low = 0.0 if won == 0 else float(betaincinv(won + 0.5, lost + 0.5, tail))
    high = 1.0 if lost == 0 else float(betaincinv(won + 0.5, lost + 0.5, 1 - tail))
    return low, high


def _shifted(groups: ScoreGroups, shift: float) -> ScoreGroups:
    if shift == 0:
        return groups

    def shifted_rates(rates: tuple[float, ...]) -> tuple[float, ...]:
        inside = np.clip(np.array(rates), _LEAST_RATE, 1 - _LEAST_RATE)
        return tuple(sigmoid(np.log(inside / (1 - inside)) + shift).tolist())

    edges = tuple(edge + shift for edge in groups.edges)
    return replace(
        groups,
        edges=edges,
        rates=shifted_rates(groups.rates),
        low=shifted_rates(groups.low),
        high=shifted_rates(groups.high),
    )
