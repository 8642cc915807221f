"""How good predictions are, each figure with a 95 % interval from resampling leads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from leadscore.model.learning.calibration import fit_line

Floats = NDArray[np.float64]
Labels = NDArray[np.bool_]

REPLICATES = 200
LEVEL = 0.95
_EDGE = 1e-6


@dataclass(frozen=True)
class Interval:
    """A figure and the range that holds it in 95 % of the resamples."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Judged:
    """Rows on which predictions are judged.

    Attributes:
        converted: The labels.
        weights: How much each row counts.
        lead: Which lead a row belongs to; leads are what is resampled.
    """

    converted: Labels
    weights: Floats
    lead: NDArray[np.int64]

    def take(self, rows: NDArray[np.bool_]) -> "Judged":
        """The rows where this mask is true."""
        return Judged(self.converted[rows], self.weights[rows], self.lead[rows])


Metric = Callable[[Labels, Floats, Floats], float]


def _auc(converted: Labels, probability: Floats, weights: Floats) -> float:
    return float(roc_auc_score(converted, probability, sample_weight=weights))


def _average_precision(converted: Labels, probability: Floats, weights: Floats) -> float:
    return float(average_precision_score(converted, probability, sample_weight=weights))


def _log_loss(converted: Labels, probability: Floats, weights: Floats) -> float:
    return float(log_loss(converted, probability, sample_weight=weights, labels=[False, True]))


def _brier(converted: Labels, probability: Floats, weights: Floats) -> float:
    return float(brier_score_loss(converted, probability, sample_weight=weights))


def _slope(converted: Labels, probability: Floats, weights: Floats) -> float:
    return _calibration_line(converted, probability, weights)[1]


def _intercept(converted: Labels, probability: Floats, weights: Floats) -> float:
    return _calibration_line(converted, probability, weights)[0]


def _calibration_line(converted: Labels, probability: Floats, weights: Floats) -> tuple[float, float]:
    """Intercept and slope of the labels' log-odds on the predicted ones (Cox 1958); 0 and 1 are perfect."""
    clipped = np.clip(probability, _EDGE, 1 - _EDGE)
    margin = np.log(clipped / (1 - clipped))
    if np.ptp(margin) < _EDGE:
        return float("nan"), float("nan")
    line = fit_line(margin[:, None], converted, weights, non_negative=False)
    return line.intercept, line.weights[0]


def captured(converted: Labels, probability: Floats, weights: Floats, *, share: float) -> float:
    """Share of all conversions among the best-scored ``share`` of the rows; ties count in proportion."""
    order = np.argsort(-probability, kind="stable")
    value, weight = probability[order], weights[order]
    starts = np.flatnonzero(np.r_[True, value[1:] != value[:-1]])
    reached = np.cumsum(np.add.reduceat(weight, starts)) / weight.sum()
    won = np.cumsum(np.add.reduceat(weight * converted[order], starts)) / (weight * converted[order]).sum()
    return float(np.interp(share, np.r_[0.0, reached], np.r_[0.0, won]))


def _lift_10(converted: Labels, probability: Floats, weights: Floats) -> float:
    return captured(converted, probability, weights, share=0.1) / 0.1


def _capture_20(converted: Labels, probability: Floats, weights: Floats) -> float:
    return captured(converted, probability, weights, share=0.2)


METRICS: Mapping[str, Metric] = {
    "roc_auc": _auc,
    "pr_auc": _average_precision,
    "log_loss": _log_loss,
    "brier": _brier,
    "calibration_slope": _slope,
    "calibration_intercept": _intercept,
    "lift_at_10": _lift_10,
    "capture_at_20": _capture_20,
}
"""Every figure by its name in code, reports and MLflow."""


def evaluate(judged: Judged, probability: Floats, *, seed: int) -> dict[str, Interval]:
    """Every metric with its interval, by a percentile bootstrap over leads.

    Args:
        judged: Rows with labels.
        probability: Predicted probability per row.
        seed: Of the resampling; the same seed resamples the same leads, so models can be compared.
    """
    values = {name: metric(judged.converted, probability, judged.weights) for name, metric in METRICS.items()}
    replicates: dict[str, list[float]] = {name: [] for name in METRICS}
    for weights in _resampled_weights(judged, seed):
        drawn = weights > 0
        sample = (judged.converted[drawn], probability[drawn], weights[drawn])
        if 0 < sample[0].sum() < drawn.sum():
            for name, metric in METRICS.items():
                replicates[name].append(metric(*sample))
    return {name: _interval(values[name], np.array(replicates[name])) for name in METRICS}


def log_loss_difference(judged: Judged, probability: Floats, rival: Floats, *, seed: int) -> Interval:
    """Log loss minus the rival's on the same rows, paired over resampled leads; below zero is better."""
    gap = _row_loss(judged.converted, probability) - _row_loss(judged.converted, rival)
    drawn = [float(np.average(gap, weights=weights)) for weights in _resampled_weights(judged, seed)]
    return _interval(float(np.average(gap, weights=judged.weights)), np.array(drawn))


def _row_loss(converted: Labels, probability: Floats) -> Floats:
    clipped = np.clip(probability, np.finfo(float).eps, 1 - np.finfo(float).eps)
    return -np.where(converted, np.log(clipped), np.log1p(-clipped))


def _resampled_weights(judged: Judged, seed: int) -> Iterator[Floats]:
    _, position = np.unique(judged.lead, return_inverse=True)
    n_leads = int(position.max(initial=-1)) + 1
    generator = np.random.default_rng(seed)
    for _ in range(REPLICATES):
        times_drawn = np.bincount(generator.integers(0, n_leads, n_leads), minlength=n_leads)
        yield judged.weights * times_drawn[position]


def _interval(value: float, replicates: Floats) -> Interval:
    known = replicates[~np.isnan(replicates)]
    if len(known) == 0:
        return Interval(value, float("nan"), float("nan"))
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high))
