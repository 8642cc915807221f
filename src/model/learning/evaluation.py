"""How good predictions are, each figure with a 95 % interval from resampling leads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.calibration import calibration_line

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


@dataclass(frozen=True)
class Ranking:
    """Rows from the best prediction to the worst, sorted once for any number of weightings.

    Attributes:
        order: Positions of the rows before they were ranked.
        converted: The labels, 0 or 1.
        probability: The predictions.
        starts: Where each run of equal predictions starts.
    """

    order: NDArray[np.int64]
    converted: Floats
    probability: Floats
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, converted: Labels, probability: Floats) -> "Ranking":
        """Rank rows by their prediction."""
        order = np.argsort(-probability, kind="stable")
        ranked = probability[order]
        starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
        return cls(order, converted[order].astype(np.float64), ranked, starts)

    def reached(self, weights: Floats) -> tuple[Floats, Floats]:
        """Weight of the conversions, and of the other rows, down to the end of each run of equal predictions."""
        won = np.cumsum(np.add.reduceat(weights * self.converted, self.starts))
        other = np.cumsum(np.add.reduceat(weights * (1 - self.converted), self.starts))
        return won, other


Metric = Callable[[Ranking, Floats], float]
"""A figure of ranked rows and their weights, in the same order."""


def _auc(ranking: Ranking, weights: Floats) -> float:
    """Share of pairs of a conversion and another row that are in order; ties count half."""
    won, other = ranking.reached(weights)
    return float(np.trapezoid(np.r_[0.0, won], np.r_[0.0, other]) / (won[-1] * other[-1]))


def _average_precision(ranking: Ranking, weights: Floats) -> float:
    won, other = ranking.reached(weights)
    seen = won + other
    precision = np.divide(won, seen, out=np.zeros_like(won), where=seen > 0)  # a resample may lack the best rows
    return float(np.diff(won, prepend=0.0) @ precision / won[-1])


def _log_loss(ranking: Ranking, weights: Floats) -> float:
    return float(np.average(_row_loss(ranking.converted > 0, ranking.probability), weights=weights))


def _brier(ranking: Ranking, weights: Floats) -> float:
    return float(np.average((ranking.probability - ranking.converted) ** 2, weights=weights))


def _slope(ranking: Ranking, weights: Floats) -> float:
    return _calibration(ranking, weights)[1]


def _intercept(ranking: Ranking, weights: Floats) -> float:
    return _calibration(ranking, weights)[0]


def _calibration(ranking: Ranking, weights: Floats) -> tuple[float, float]:
    """Intercept and slope of the labels' log-odds on the predicted ones (Cox 1958); 0 and 1 are perfect."""
    clipped = np.clip(ranking.probability, _EDGE, 1 - _EDGE)
    margin = np.log(clipped / (1 - clipped))
    if np.ptp(margin) < _EDGE:
        return float("nan"), float("nan")
    return calibration_line(margin, ranking.converted, weights)


def captured(ranking: Ranking, weights: Floats, *, share: float) -> float:
    """Share of all conversions among the best-scored ``share`` of the rows; ties count in proportion."""
    won, other = ranking.reached(weights)
    reached = (won + other) / (won[-1] + other[-1])
    return float(np.interp(share, np.r_[0.0, reached], np.r_[0.0, won / won[-1]]))


def _lift_10(ranking: Ranking, weights: Floats) -> float:
    return captured(ranking, weights, share=0.1) / 0.1


def _capture_20(ranking: Ranking, weights: Floats) -> float:
    return captured(ranking, weights, share=0.2)


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


def evaluate(
    judged: Judged, probability: Floats, *, seed: int, names: Iterable[str] = tuple(METRICS)
) -> dict[str, Interval]:
    """Metrics with their intervals, by a percentile bootstrap over leads.

    Args:
        judged: Rows with labels, of both classes.
        probability: Predicted probability per row.
        seed: Of the resampling; the same seed resamples the same leads, so models can be compared.
        names: Which metrics.
    """
    metrics = {name: METRICS[name] for name in names}
    ranking = Ranking.of(judged.converted, probability)
    weights = judged.weights[ranking.order]
    values = {name: metric(ranking, weights) for name, metric in metrics.items()}
    replicates: dict[str, list[float]] = {name: [] for name in metrics}
    for resampled in _resampled_weights(judged, seed):
        weights = resampled[ranking.order]
        if 0 < weights @ ranking.converted < weights.sum():
            for name, metric in metrics.items():
                replicates[name].append(metric(ranking, weights))
    return {name: _interval(values[name], np.array(replicates[name])) for name in metrics}


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
