"""Every figure that predictions are judged by, as a table of functions."""

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from leadscore.model.learning.judging.ranking import Weighed

Metric = Callable[[Weighed], float]
"""A figure of ranked and weighed rows of both classes."""

_PERCENTS = (5, 10, 20)


def _auc(weighed: Weighed) -> float:
    """Share of pairs of a conversion and another row that are in order; ties count half."""
    won, other = weighed.reached
    return float(np.trapezoid(np.r_[0.0, won], np.r_[0.0, other]) / (won[-1] * other[-1]))


def _average_precision(weighed: Weighed) -> float:
    won, other = weighed.reached
    seen = won + other
    precision = np.divide(won, seen, out=np.zeros_like(won), where=seen > 0)  # a resample may lack the best rows
    return float(np.diff(won, prepend=0.0) @ precision / won[-1])


def _log_loss(weighed: Weighed) -> float:
    return weighed.mean(weighed.ranking.loss)


def _brier(weighed: Weighed) -> float:
    return weighed.mean(weighed.ranking.squared_error)


def _slope(weighed: Weighed) -> float:
    return weighed.calibration[1]


def _intercept(weighed: Weighed) -> float:
    return weighed.calibration[0]


def _lift(weighed: Weighed, *, share: float) -> float:
    """How many times the usual conversion rate the best-scored share of the rows has."""
    return float(weighed.captured(share)) / share


def _capture(weighed: Weighed, *, share: float) -> float:
    return float(weighed.captured(share))


def _contacts(weighed: Weighed, *, share: float) -> float:
    """How many of the best-scored share of the rows are contacted for one conversion; infinite if none converts."""
    precision = float(weighed.precision(share))
    return 1 / precision if precision > 0 else math.inf


def _at_shares(name: str, metric: Callable[..., float]) -> dict[str, Metric]:
    return {f"{name}_at_{percent}": partial(metric, share=percent / 100) for percent in _PERCENTS}


METRICS: Mapping[str, Metric] = {
    "roc_auc": _auc,
    "pr_auc": _average_precision,
    "log_loss": _log_loss,
    "brier": _brier,
    "calibration_slope": _slope,
    "calibration_intercept": _intercept,
    **_at_shares("lift", _lift),
    **_at_shares("capture", _capture),
    **_at_shares("contacts_per_conversion", _contacts),
}
"""Every figure by its name in code, reports and MLflow."""
