"""Whether probabilities hold: predicted against observed rates, and how far apart chance alone puts them."""

from collections.abc import Iterator

import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.card.evaluation import BrierParts, CalibrationError, CalibrationPoint
from leadscore.model.learning.evaluation.evaluation_set import REPLICATES, EvaluationSet, positions

CURVE_BINS = 10
ERROR_BINS = 15
_FLOOR_QUANTILE = 0.95


def calibration_curve(evaluation_set: EvaluationSet, probability: Floats) -> tuple[CalibrationPoint, ...]:
    """Predicted and observed conversion rate in ten bins of equal weight, the lowest predictions first."""
    position = equal_mass_bins(evaluation_set, probability, n_bins=CURVE_BINS)
    predicted, observed = (
        _means(evaluation_set, position, values) for values in (probability, evaluation_set.converted)
    )
    return tuple(
        CalibrationPoint(
            predicted=float(predicted[place]),
            observed=float(observed[place]),
            leads=len(np.unique(evaluation_set.lead[position == place])),
        )
        for place in range(len(predicted))
    )


def calibration_error(evaluation_set: EvaluationSet, probability: Floats, *, seed: int) -> CalibrationError:
    """Expected calibration error in fifteen bins of equal weight, and what perfectly true predictions would show.

    ``ece`` is the mean distance of predicted and observed rate (Naeini et al. 2015), never zero on finite data.
    So labels are redrawn from the predictions themselves: ``floor_mean`` and ``floor_high`` are the mean and the 95 %
    quantile of what that gives. A lead's labels are drawn together, by one chance: its rows share its fate.

    Args:
        evaluation_set: Rows with labels.
        probability: Predicted probability per row.
        seed: Of the redrawn labels.
    """
    position = equal_mass_bins(evaluation_set, probability, n_bins=ERROR_BINS)

    def error(labels: Mask) -> float:
        gap = np.bincount(position, evaluation_set.weights * (labels - probability))
        return float(np.abs(gap).sum() / evaluation_set.weights.sum())

    floor = np.array([error(labels) for labels in _redrawn(evaluation_set, probability, seed)])
    return CalibrationError(
        ece=error(evaluation_set.converted),
        floor_mean=float(floor.mean()),
        floor_high=float(np.quantile(floor, _FLOOR_QUANTILE)),
    )


def brier_parts(evaluation_set: EvaluationSet, probability: Floats) -> BrierParts:
    """Murphy's (1973) parts of the Brier score, in the fifteen bins of the calibration error.

    ``reliability`` (lower is better) is how far the bins' predicted and observed rates are apart, ``resolution``
    (higher is better) how far the observed rates are from the overall one, ``uncertainty`` the score of that rate.
    Brier = reliability - resolution + uncertainty + residual. The residual comes from predictions that differ within
    a bin, their variance less twice their covariance with the labels (Stephenson et al. 2008); it is zero where every
    bin has one prediction.
    """
    position = equal_mass_bins(evaluation_set, probability, n_bins=ERROR_BINS)
    predicted, observed = (
        _means(evaluation_set, position, values) for values in (probability, evaluation_set.converted)
    )
    share = np.bincount(position, evaluation_set.weights) / evaluation_set.weights.sum()
    overall = float(np.average(evaluation_set.converted, weights=evaluation_set.weights))
    return BrierParts(
        reliability=float(share @ (predicted - observed) ** 2),
        resolution=float(share @ (observed - overall) ** 2),
        uncertainty=overall * (1 - overall),
    )


def equal_mass_bins(evaluation_set: EvaluationSet, probability: Floats, *, n_bins: int) -> Integers:
    """Per row its bin, from 0 for the lowest predictions; equal predictions share a bin, so there may be fewer."""
    levels, level = np.unique(probability, return_inverse=True)
    mass = np.bincount(level, evaluation_set.weights, minlength=len(levels))
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    _, bin_of_level = np.unique(np.minimum((middle * n_bins).astype(np.int64), n_bins - 1), return_inverse=True)
    position: Integers = bin_of_level[level]
    return position


def _means(evaluation_set: EvaluationSet, position: Integers, values: Floats | Mask) -> Floats:
    total: Floats = np.bincount(position, evaluation_set.weights * values) / np.bincount(
        position, evaluation_set.weights
    )
    return total


def _redrawn(evaluation_set: EvaluationSet, probability: Floats, seed: int) -> Iterator[Mask]:
    position, n = positions(evaluation_set)
    generator = np.random.default_rng(seed)
    for _ in range(REPLICATES):
        yield generator.random(n)[position] < probability
