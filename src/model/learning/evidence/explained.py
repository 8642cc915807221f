"""Some training rows with their contributions: what a model weighs, and which way each signal moves it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from leadscore.model.features.spec import FeatureSpec

Floats = NDArray[np.float64]

CLEAR_RANK_CORRELATION = 0.5
"""From here on a signal is said to rise or fall with its value."""


@dataclass(frozen=True)
class ExplainedRows:
    """Rows of the training matrix.

    Attributes:
        matrix: The rows.
        contributions: Their exact contributions in log-odds, per feature.
        weights: How much each row counts.
    """

    matrix: Floats
    contributions: Floats
    weights: Floats

    def by_signal(self, spec: FeatureSpec) -> Floats:
        """Contributions per row and signal."""
        total = np.zeros((len(self.contributions), len(spec.signals)))
        np.add.at(total.T, spec.signal_positions, self.contributions.T)
        return total

    def strength(self, values: Floats) -> Floats:
        """Mean absolute value per column, weighted."""
        return np.asarray(np.average(np.abs(values), axis=0, weights=self.weights))

    def direction(self, values: Floats, contributions: Floats) -> str | None:
        """Whether contributions rise or fall with the known values, or are mixed; None where either is constant.

        By the weighted correlation of their ranks (Spearman's).
        """
        known = ~np.isnan(values)
        if len(np.unique(values[known])) < 2 or len(np.unique(contributions[known])) < 2:
            return None
        ranks = np.stack([rankdata(values[known]), rankdata(contributions[known])])
        spread = np.cov(ranks, aweights=self.weights[known])
        correlation = spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1])
        if abs(correlation) < CLEAR_RANK_CORRELATION:
            return "mixed"
        return "rises" if correlation > 0 else "falls"
