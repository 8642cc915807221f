"""A regularised logistic regression on the feature matrix, returned as terms that deviate from the mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import logit
from sklearn.linear_model import LogisticRegression

from leadscore.model.arrays import Floats, Mask
from leadscore.model.learning.learner.design import Design
from leadscore.model.scoring.contributions.additive import LinearPart

DENSE_FROM = 1 / 8
"""With so large a share of non-zero cells, dense products are quicker than sparse ones."""


@dataclass(frozen=True)
class LogisticModel:
    """log-odds = intercept + linear part, not yet calibrated.

    Attributes:
        linear: One term per feature.
        intercept: The mean log-odds of the training rows.
        dropped: Positions of the features whose slope pointed the wrong way and was taken out.
    """

    linear: LinearPart
    intercept: float
    dropped: tuple[int, ...] = ()

    def margin(self, matrix: Floats) -> Floats:
        """Log-odds per row."""
        return self.intercept + self.linear.margin(matrix)

    def contributions(self, matrix: Floats) -> Floats:
        """What each feature adds to the intercept, in log-odds per row."""
        found = np.zeros(matrix.shape)
        self.linear.add_to(found, matrix)
        return found


@dataclass(frozen=True)
class Restraint:
    """What holds the terms back.

    Attributes:
        c: Inverse strength of the penalty on squared coefficients, against the sum of the rows' weights.
        monotone: Per feature the sign its slope may have, 0 for either; shorter than the features means 0 for the rest.
    """

    c: float = 1.0
    monotone: tuple[int, ...] = ()


FREE = Restraint()
"""C = 1, slopes of either sign."""


def fit_logistic(
    matrix: Floats,
    converted: Mask,
    weights: Floats,
    *,
    levels: Sequence[int],
    restraint: Restraint = FREE,
) -> LogisticModel:
    """Fit numbers standardised, categories one-hot, missing values at the mean with an indicator.

    Slopes of the wrong sign are taken out and the rest fitted again until none is left; whether the value is
    missing still counts.

    Args:
        matrix: Features, NaN where unknown.
        converted: The labels.
        weights: How much each row counts.
        levels: Per feature the number of its category codes; 0 for a number.
        restraint: Penalty, and signs that slopes must have.
    """
    design = Design.of(matrix, weights, levels)
    columns = design.columns(matrix)
    sign = _signs(design, restraint.monotone, columns.shape[1])
    used = columns.count_nonzero(axis=0) > 0
    dropped: list[int] = []
    while True:
        coefficients, intercept = _solve(columns, used, converted, weights, restraint.c)
        wrong = coefficients * sign < 0
        if not wrong.any():
            break
        used &= ~wrong
        dropped += [design.numbers[column].position for column in np.flatnonzero(wrong)]
    means = (weights / weights.sum()) @ columns
    linear = design.linear(coefficients, means)
    return LogisticModel(linear, float(intercept + coefficients @ means), tuple(sorted(dropped)))


def _signs(design: Design, monotone: Sequence[int], width: int) -> Floats:
    """The sign each column's coefficient must have; 0 for either."""
    sign = np.zeros(width)
    for column, number in enumerate(design.numbers):
        sign[column] = monotone[number.position] if number.position < len(monotone) else 0
    return sign


def _solve(columns: Any, used: Mask, converted: Mask, weights: Floats, c: float) -> tuple[Floats, float]:
    """Coefficients, zero where a column is not used, and the intercept."""
    if not used.any():  # scikit-learn refuses a matrix without columns
        return np.zeros(len(used)), float(logit(np.average(converted, weights=weights)))
    chosen = columns[:, used]
    if chosen.nnz > DENSE_FROM * np.prod(chosen.shape):
        chosen = chosen.toarray()
    # sklearn weighs its penalty against the sum of the weights, which is the number of leads
    model = LogisticRegression(C=c, solver="newton-cholesky", max_iter=100)
    model.fit(chosen, converted, sample_weight=weights)
    coefficients = np.zeros(len(used))
    coefficients[used] = model.coef_[0]
    return coefficients, float(model.intercept_[0])
