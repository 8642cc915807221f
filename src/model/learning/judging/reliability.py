"""Whether probabilities hold: predicted against observed rates, and how far apart chance alone puts them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.learning.judging.resampling import REPLICATES, positions

CURVE_BINS = 10
ERROR_BINS = 15
_FLOOR_QUANTILE = 0.95


def calibration_curve(judged: Judged, probability: Floats) -> list[dict[str, float | int]]:
    """Predicted and observed conversion rate in ten bins of equal weight, the lowest predictions first."""
    position = equal_mass_bins(judged, probability, n_bins=CURVE_BINS)
    predicted, observed = (_means(judged, position, values) for values in (probability, judged.converted))
    return [
        {
            "predicted": float(predicted[place]),
            "observed": float(observed[place]),
            "leads": len(np.unique(judged.lead[position == place])),
        }
        for place in range(len(predicted))
    ]


def calibration_error(judged: Judged, probability: Floats, *, seed: int) -> dict[str, float]:
    """Expected calibration error in fifteen bins of equal weight, and what perfectly true predictions would show.

    ``ece`` is the mean distance of predicted and observed rate (Naeini et al. 2015), never zero on finite data.
    So labels are redrawn from the predictions themselves: ``floor_mean`` and ``floor_high`` are the mean and the 95 %
    quantile of what that gives. A lead's labels are drawn together, by one chance: its rows share its fate.

    Args:
        judged: Rows with labels.
        probability: Predicted probability per row.
        seed: Of the redrawn labels.
    """
    position = equal_mass_bins(judged, probability, n_bins=ERROR_BINS)

    def error(labels: NDArray[np.bool_]) -> float:
        gap = np.bincount(position, judged.weights * (labels - probability))
        return float(np.abs(gap).sum() / judged.weights.sum())

    floor = np.array([error(labels) for labels in _redrawn(judged, probability, seed)])
    return {
        "ece": error(judged.converted),
        "floor_mean": float(floor.mean()),
        "floor_high": float(np.quantile(floor, _FLOOR_QUANTILE)),
    }


def brier_parts(judged: Judged, probability: Floats) -> dict[str, float]:
    """Murphy's (1973) parts of the Brier score, in the fifteen bins of the calibration error.

    ``reliability`` (lower is better) is how far the bins' predicted and observed rates are apart, ``resolution``
    (higher is better) how far the observed rates are from the overall one, ``uncertainty`` the score of that rate.
    Brier = reliability - resolution + uncertainty + residual. The residual comes from predictions that differ within
    a bin, their variance less twice their covariance with the labels (Stephenson et al. 2008); it is zero where every
    bin has one prediction.
    """
    position = equal_mass_bins(judged, probability, n_bins=ERROR_BINS)
    predicted, observed = (_means(judged, position, values) for values in (probability, judged.converted))
    share = np.bincount(position, judged.weights) / judged.weights.sum()
    overall = float(np.average(judged.converted, weights=judged.weights))
    return {
        "reliability": float(share @ (predicted - observed) ** 2),
        "resolution": float(share @ (observed - overall) ** 2),
        "uncertainty": overall * (1 - overall),
    }


def equal_mass_bins(judged: Judged, probability: Floats, *, n_bins: int) -> NDArray[np.int64]:
    """Per row its bin, from 0 for the lowest predictions; equal predictions share a bin, so there may be fewer."""
    levels, level = np.unique(probability, return_inverse=True)
    mass = np.bincount(level, judged.weights, minlength=len(levels))
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    _, bin_of_level = np.unique(np.minimum((middle * n_bins).astype(np.int64), n_bins - 1), return_inverse=True)
    position: NDArray[np.int64] = bin_of_level[level]
    return position


def _means(judged: Judged, position: NDArray[np.int64], values: NDArray[np.float64] | NDArray[np.bool_]) -> Floats:
    total: Floats = np.bincount(position, judged.weights * values) / np.bincount(position, judged.weights)
    return total


def _redrawn(judged: Judged, probability: Floats, seed: int) -> Iterator[NDArray[np.bool_]]:
    position, n = positions(judged)
    generator = np.random.default_rng(seed)
    for _ in range(REPLICATES):
        yield generator.random(n)[position] < probability
