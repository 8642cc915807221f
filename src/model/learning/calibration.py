"""Calibration by straight lines on the log-odds: blend and calibrate in one step."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """log-odds = intercept + sum of weight_k * margin_k."""

    intercept: float
    weights: tuple[float, ...]

    def apply(self, margins: Floats) -> Floats:
        """Calibrated log-odds of margins, one column per margin."""
        log_odds: Floats = self.intercept + margins @ np.array(self.weights)
        return log_odds


def fit_line(margins: Floats, converted: NDArray[np.bool_], weights: Floats, *, non_negative: bool = True) -> Line:
    """The line with the least weighted log loss (Platt 1999 for one margin, stacking for several).

    Args:
        margins: Out-of-fold log-odds, one column per model.
        converted: The labels.
        weights: How much each row counts.
        non_negative: Keep every margin's weight at or above zero.
    """
    label = converted.astype(np.float64)
    share = weights / weights.sum()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        log_odds = parameters[0] + margins @ parameters[1:]
        value = float(share @ (np.logaddexp(0.0, log_odds) - label * log_odds))
        slope = share * (np.exp(-np.logaddexp(0.0, -log_odds)) - label)
        return value, np.concatenate([[slope.sum()], margins.T @ slope])

    n = margins.shape[1]
    bounds = [(None, None)] + [(0.0 if non_negative else None, None)] * n
    start = np.concatenate([[0.0], np.full(n, 1.0 / n)])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500, "gtol": 1e-9})
    return Line(float(best.x[0]), tuple(float(weight) for weight in best.x[1:]))
