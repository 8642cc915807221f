"""Whether score groups kept their promise on later leads: the evaluated twin's groups, on the leads it is judged on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.reference_rates.rates import MIN_LEADS
from leadscore.model.learning.reference_rates.score_groups import LEVEL, Rate, learn_groups, rate_of
from leadscore.model.scoring.rates import ScoreGroups

_ENDS = float(ndtri((1 + LEVEL) / 2))
"""Standard errors from the middle of an interval to its ends."""


def coverage(twin: BacktestFold) -> dict[str, Any]:
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
    rows = [_row(groups, number, twin.evaluation_set.take(group == number)) for number in range(len(groups.rates))]
    told = [row for row in rows if row["inside"] is not None]
    return {
        "level": groups.level,
        "groups": [{key: value for key, value in row.items() if key != "expected"} for row in rows],
        "inside": _mean([row["inside"] for row in told]),
        "expected": _mean([row["expected"] for row in told]),
    }


def _row(groups: ScoreGroups, number: int, held_out: EvaluationSet) -> dict[str, Any]:
    low, high, rate = groups.low[number], groups.high[number], groups.rates[number]
    leads = len(np.unique(held_out.lead))
    row: dict[str, Any] = {"low": low, "high": high, "rate": rate, "leads": groups.leads[number]}
    if leads < MIN_LEADS:  # as anywhere, too few to tell of
        return row | {"observed": None, "observed_leads": None, "inside": None, "expected": None}
    observed = rate_of(held_out)
    return row | {
        "observed": observed.rate,
        "observed_leads": leads,
        "inside": low <= observed.rate <= high,
        "expected": _chance_inside(low, high, rate, observed),
    }


def _chance_inside(low: float, high: float, rate: float, observed: Rate) -> float:
    of_rate = ((high - low) / (2 * _ENDS)) ** 2
    spread = float(np.sqrt(of_rate + observed.variance))
    return float(ndtr((high - rate) / spread) - ndtr((low - rate) / spread))


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
