"""Every metric, as a table of functions over rows that are ranked by their prediction once."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.learning.learner.calibration import calibration_line

_EDGE = 1e-6
_CELLS = 1024
"""Distinct predictions beyond so many are pooled for the calibration line; slopes then move by about a 1e-4."""


@dataclass(frozen=True)
class Ranking:
    """Rows from the best prediction to the worst.

    Attributes:
        order: Positions of the rows before they were ranked.
        converted: The labels, 0 or 1.
        probability: The predictions.
        starts: Where each run of equal predictions starts.
    """

    order: Integers
    converted: Floats
    probability: Floats
    starts: Integers

    @classmethod
    def of(cls, converted: Mask, probability: Floats) -> "Ranking":
        """Rank rows by their prediction."""
        order = np.argsort(-probability, kind="stable")
        ranked = probability[order]
        return cls(order, converted[order].astype(np.float64), ranked, _starts(ranked))

    def weighed(self, weights: Floats) -> "Weighed":
        """The ranking under these weights, given in the order before the rows were ranked."""
        return Weighed(self, weights[self.order])

    @cached_property
    def loss(self) -> Floats:
        """Log loss per row, in nats."""
        return row_loss(self.converted > 0, self.probability)

    @cached_property
    def squared_error(self) -> Floats:
        """Squared distance of prediction and label per row."""
        return (self.probability - self.converted) ** 2

    @cached_property
    def cells(self) -> tuple[Integers, Floats]:
        """Where each cell of about equal log-odds starts, and its mean log-odds."""
        clipped = np.clip(self.probability, _EDGE, 1 - _EDGE)
        margin = np.log(clipped / (1 - clipped))
        starts = self.starts
        if len(starts) > _CELLS:
            span = max(float(margin[0] - margin[-1]), np.finfo(float).tiny)
            starts = _starts(np.floor((margin[0] - margin) / span * _CELLS))
        return starts, np.add.reduceat(margin, starts) / np.diff(starts, append=len(margin))


@dataclass(frozen=True)
class Weighed:
    """Ranked rows and their weights; what several metrics read is computed once."""

    ranking: Ranking
    weights: Floats

    @cached_property
    def reached(self) -> tuple[Floats, Floats]:
        """Weight of the conversions, and of the other rows, down to the end of each run of equal predictions."""
        won, other = self._won_and_other(self.ranking.starts)
        return np.cumsum(won), np.cumsum(other)

    @cached_property
    def calibration(self) -> tuple[float, float]:
        """Intercept and slope of the labels' log-odds on the predicted ones (Cox 1958); 0 and 1 are perfect."""
        starts, margin = self.ranking.cells
        won, other = self._won_and_other(starts)
        drawn = won + other > 0
        margin, weight = margin[drawn], (won + other)[drawn]
        if np.ptp(margin) < _EDGE:
            return float("nan"), float("nan")
        return calibration_line(margin, won[drawn] / weight, weight)

    def mean(self, values: Floats) -> float:
        """Weighted mean of one value per ranked row."""
        return float(np.average(values, weights=self.weights))

    def captured(self, share: float | Floats) -> Floats:
        """Share of all conversions among the best-scored ``share`` of the rows; ties count in proportion."""
        won, other = self.reached
        contacted = (won + other) / (won[-1] + other[-1])
        found: Floats = np.asarray(np.interp(share, np.r_[0.0, contacted], np.r_[0.0, won / won[-1]]))
        return found

    def precision(self, share: float | Floats) -> Floats:
        """Conversion rate among the best-scored ``share`` of the rows."""
        won, other = self.reached
        rate: Floats = self.captured(share) / share * (won[-1] / (won[-1] + other[-1]))
        return rate

    def _won_and_other(self, starts: Integers) -> tuple[Floats, Floats]:
        won = self.weights * self.ranking.converted
        return np.add.reduceat(won, starts), np.add.reduceat(self.weights - won, starts)


def row_loss(converted: Mask, probability: Floats) -> Floats:
    """Log loss per row, in nats; certainty that was wrong costs 36."""
    clipped = np.clip(probability, np.finfo(float).eps, 1 - np.finfo(float).eps)
    return -np.where(converted, np.log(clipped), np.log1p(-clipped))


def _starts(ranked: Floats) -> Integers:
    """Where each run of equal values starts."""
    return np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])


Metric = Callable[[Weighed], float]
"""A figure of ranked and weighed rows of both classes."""

_PERCENTS = (5, 10, 20)


def _auc(weighed: Weighed) -> float:
    """Share of pairs of a conversion and another row that are in order; ties count half."""
    won, other = weighed.reached
    return float(np.trapezoid(np.r_[0.0, won], np.r_[0.0, other]) / (won[-1] * other[-1]))


def _average_precision(weighed: Weighed) -> float:
    won, other = weighed.reached
    total = won + other
    precision = np.divide(won, total, out=np.zeros_like(won), where=total > 0)  # a resample may lack the best rows
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
