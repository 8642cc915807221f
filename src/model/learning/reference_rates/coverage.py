"""Whether the intervals of score groups hold on later leads: the twin's groups, on the leads it is evaluated on."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from leadscore.model.card.evaluation import IntervalCoverage, IntervalGroup
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.reference_rates.rates import MIN_LEADS
from leadscore.model.learning.reference_rates.score_groups import LEVEL, Rate, learn_groups, rate_of
from leadscore.model.scoring.rates import ScoreGroups

_ENDS = float(ndtri((1 + LEVEL) / 2))
"""Standard errors from the middle of an interval to its ends."""


def coverage(twin: BacktestFold) -> IntervalCoverage:
    """Per group of the twin its interval, and the rate of the held-out leads that fall into it.

    The held-out rate is a sample, too, so that even of perfect intervals fewer than their level hold it. ``inside`` is
    the share of groups where it lies inside; ``expected`` what that share would be on average if every held-out group
    truly converted as the training group did: the rate's distance is then about normal, with the variance of both
    samples, and the interval's ends are known.
    """
    training = EvaluationSet.of(twin.training)
    shift = twin.model.intercept - twin.recipe.fitted.model.intercept
    groups = learn_groups(twin.recipe.fitted.out_of_fold, training, shift=shift)
    group = groups.of(twin.model.log_odds(twin.matrix))
    held_out = [twin.evaluation_set.take(group == number) for number in range(len(groups.rates))]
    observed = [_observed(rows) for rows in held_out]
    rows = [_interval_group(groups, number, found) for number, found in enumerate(observed)]
    chances = [_chance_inside(row, found[0]) for row, found in zip(rows, observed, strict=True) if found is not None]
    return IntervalCoverage(
        level=groups.level,
        groups=tuple(rows),
        inside=_mean([row.inside for row in rows if row.inside is not None]),
        expected=_mean(chances),
    )


def _observed(held_out: EvaluationSet) -> tuple[Rate, int] | None:
    """The rate of the held-out leads, and their number; None where they are too few for a rate."""
    leads = len(np.unique(held_out.lead))
    return None if leads < MIN_LEADS else (rate_of(held_out), leads)


def _interval_group(groups: ScoreGroups, number: int, found: tuple[Rate, int] | None) -> IntervalGroup:
    low, high, rate, leads = groups.low[number], groups.high[number], groups.rates[number], groups.leads[number]
    if found is None:
        return IntervalGroup(low, high, rate, leads, observed=None, observed_leads=None, inside=None)
    observed, observed_leads = found
    inside = low <= observed.rate <= high
    return IntervalGroup(low, high, rate, leads, observed.rate, observed_leads, inside)


def _chance_inside(group: IntervalGroup, observed: Rate) -> float:
    low, high, rate = group.low, group.high, group.rate
    of_rate = ((high - low) / (2 * _ENDS)) ** 2
    spread = float(np.sqrt(of_rate + observed.variance))
    return float(ndtr((high - rate) / spread) - ndtr((low - rate) / spread))


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
