"""A regularised logistic regression on the feature matrix, returned as terms that deviate from the mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from leadscore.model.scoring.linear import CategoryTerm, LinearPart, NumericTerm

Floats = NDArray[np.float64]

_LARGEST = 1e100
"""Values beyond count as this one, so that no square overflows."""


@dataclass(frozen=True)
class LogisticModel:
    """log-odds = intercept + linear part, not yet calibrated."""

    linear: LinearPart
    intercept: float

    def margin(self, matrix: Floats) -> Floats:
        """Log-odds per row."""
        return self.intercept + self.linear.margin(matrix)


def fit_logistic(
    matrix: Floats, converted: NDArray[np.bool_], weights: Floats, *, levels: Sequence[int]
) -> LogisticModel:
    """Fit numbers standardised, categories one-hot, missing values at the mean with an indicator; C = 1.

    Args:
        matrix: Features, NaN where unknown.
        converted: The labels.
        weights: How much each row counts.
        levels: Per feature the number of its category codes; 0 for a number.
    """
    columns = [
        _Category(position, n, matrix) if n else _Number(position, matrix, weights) for position, n in enumerate(levels)
    ]
    design = np.hstack([column.design(matrix) for column in columns])
    # sklearn weighs its penalty against the sum of the weights, which is the number of leads
    model = LogisticRegression(C=1.0, solver="newton-cholesky", max_iter=100).fit(
        design, converted, sample_weight=weights
    )
    coefficients, share = model.coef_[0], weights / weights.sum()
    numeric: list[NumericTerm] = []
    categories: list[CategoryTerm] = []
    at = 0
    for column in columns:
        width = column.width
        term = column.term(coefficients[at : at + width], share @ design[:, at : at + width])
        if isinstance(term, NumericTerm):
            numeric.append(term)
        else:
            categories.append(term)
        at += width
    intercept = float(model.intercept_[0] + coefficients @ (share @ design))
    return LogisticModel(LinearPart(tuple(numeric), tuple(categories)), intercept)


class _Number:
    """A number's columns of the design: the standardised value, and whether it is missing."""

    width = 2

    def __init__(self, position: int, matrix: Floats, weights: Floats) -> None:
        self._position = position
        known = ~np.isnan(matrix[:, position])
        # a fold may know no value at all of a rare feature
        values, share = (matrix[known, position], weights[known]) if known.any() else (np.zeros(1), np.ones(1))
        values = np.clip(values, -_LARGEST, _LARGEST)
        self._low, self._high = float(values.min()), float(values.max())
        self._mean = float(np.average(values, weights=share))
        spread = float(np.sqrt(np.average((values - self._mean) ** 2, weights=share)))
        self._scale = spread if spread > 0 else 1.0

    def design(self, matrix: Floats) -> Floats:
        values = matrix[:, self._position]
        missing = np.isnan(values)
        standardised = (np.clip(values, self._low, self._high) - self._mean) / self._scale
        return np.stack([np.where(missing, 0.0, standardised), missing.astype(float)], axis=1)

    def term(self, coefficients: Floats, means: Floats) -> NumericTerm:
        slope, missing = float(coefficients[0]) / self._scale, float(coefficients[1])
        known = -missing * float(means[1])  # the indicator's own deviation from its mean
        return NumericTerm(self._position, slope, self._mean, self._low, self._high, known, missing + known)


class _Category:
    """A category's columns of the design: one per code, and whether it is missing."""

    def __init__(self, position: int, levels: int, matrix: Floats) -> None:
        self._position, self._levels, self.width = position, levels, levels + 1

    def design(self, matrix: Floats) -> Floats:
        codes = np.where(np.isnan(matrix[:, self._position]), self._levels, matrix[:, self._position])
        hot: Floats = (codes[:, None] == np.arange(self.width)[None, :]).astype(np.float64)
        return hot

    def term(self, coefficients: Floats, means: Floats) -> CategoryTerm:
        centred = coefficients - float(coefficients @ means)
        return CategoryTerm(self._position, tuple(float(c) for c in centred[:-1]), float(centred[-1]))
