"""Whether the intervals of score bands hold on later leads: the twin's bands, on the leads it is evaluated on."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from leadscore.model.card.evaluation import IntervalCoverage, IntervalGroup
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.reference_rates.rates import MIN_LEADS
from leadscore.model.learning.reference_rates.score_bands import LEVEL, Rate, learn_bands, rate_of
from leadscore.model.scoring.rates import ScoreBands

_ENDS = float(ndtri((1 + LEVEL) / 2))
"""Standard errors from the middle of an interval to its ends."""


def coverage(twin: BacktestFold) -> IntervalCoverage:
    """Per band of the twin its interval, and the rate of the held-out leads that fall into it.

    Of the overlapping bands, some that lie apart are taken, from the highest scores on. The held-out rate is a sample,
    too, so that even of perfect intervals fewer than their level hold it. ``inside`` is the share of bands where it
    lies inside; ``expected`` what that share would be on average if the held-out leads of every band truly converted as
    the training leads did: the rate's distance is then about normal, with the variance of both samples, and the
    interval's ends are known.
    """
    training = EvaluationSet.of(twin.training)
    shift = twin.model.intercept - twin.recipe.fitted.model.intercept
    bands = learn_bands(twin.recipe.fitted.out_of_fold, training, shift=shift)
    block, numbers = bands.of(twin.model.log_odds(twin.matrix)), _apart(bands)
    within = [(block >= bands.first[number]) & (block <= bands.last[number]) for number in numbers]
    observed = [_observed(twin.evaluation_set.take(rows)) for rows in within]
    rows = [_interval_group(bands, number, found) for number, found in zip(numbers, observed, strict=True)]
    chances = [_chance_inside(row, found[0]) for row, found in zip(rows, observed, strict=True) if found is not None]
    return IntervalCoverage(
        level=bands.level,
        groups=tuple(rows),
        inside=_mean([row.inside for row in rows if row.inside is not None]),
        expected=_mean(chances),
    )


def _apart(bands: ScoreBands) -> list[int]:
    """Blocks whose bands share no lead, the lowest scores first; taken from the highest on, each as near as it can."""
    taken: list[int] = []
    free = len(bands.rates)
    for number in reversed(range(free)):
        if bands.last[number] < free:
            taken.append(number)
            free = bands.first[number]
    return taken[::-1]


def _observed(held_out: EvaluationSet) -> tuple[Rate, int] | None:
    """The rate of the held-out leads, and their number; None where they are too few for a rate."""
    leads = len(np.unique(held_out.lead))
    return None if leads < MIN_LEADS else (rate_of(held_out), leads)


def _interval_group(bands: ScoreBands, number: int, found: tuple[Rate, int] | None) -> IntervalGroup:
    low, high, rate, leads = bands.low[number], bands.high[number], bands.rates[number], bands.leads[number]
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
