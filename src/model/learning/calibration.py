"""Calibration by straight lines on the log-odds: blend and calibrate in one step."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MAX_STEPS = 30
_NO_STEP = 1e-9
_RIDGE = 1e-12
_FAR = 700.0

_MAX_STEPS = 50
_TOLERANCE = 1e-9
_RIDGE = 1e-10  # keeps a step defined where the labels are separated


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
        non_negative: Keep every margin's weight at or above zero; the worst margin below it is left out, and the
            rest fitted again.
    """
    used = list(range(margins.shape[1]))
    while True:
        parameters = _newton(margins[:, used], converted.astype(np.float64), weights / weights.sum())
        if not non_negative or len(used) == 0 or parameters[1:].min() >= 0:
            break
        del used[int(parameters[1:].argmin())]
    line = np.zeros(margins.shape[1])
    line[used] = parameters[1:]
    return Line(float(parameters[0]), tuple(float(weight) for weight in line))


def _newton(margins: Floats, label: Floats, share: Floats) -> Floats:
    """Minimise the weighted log loss of a few parameters by damped Newton steps."""
    design = np.hstack([np.ones((len(margins), 1)), margins])
    parameters = np.zeros(design.shape[1])
    loss = _loss(design @ parameters, label, share)
    for _ in range(_MAX_STEPS):
        probability = np.exp(-np.logaddexp(0.0, -(design @ parameters)))
        slope = design.T @ (share * (probability - label))
        curvature = (design * (share * probability * (1 - probability))[:, None]).T @ design
        step = np.linalg.solve(curvature + _RIDGE * np.eye(len(parameters)), slope)
        while _loss(design @ (parameters - step), label, share) > loss and np.abs(step).max() > _TOLERANCE:
            step /= 2
        parameters -= step
        loss = _loss(design @ parameters, label, share)
        if np.abs(step).max() < _TOLERANCE:
            break
    return parameters


def _loss(log_odds: Floats, label: Floats, share: Floats) -> float:
    return float(share @ (np.logaddexp(0.0, log_odds) - label * log_odds))


def calibration_line(margin: Floats, label: Floats, weights: Floats) -> tuple[float, float]:
    """Intercept and slope of the unbounded line through one margin, by Newton's method: quick enough to repeat.

    Where the margin separates the labels the slope has no limit; it then stops at a large, finite value.

    Args:
        margin: Log-odds, not all equal.
        label: 0 or 1.
        weights: How much each row counts.
    """
    design = np.stack([np.ones_like(margin), margin])
    share = weights / weights.sum()
    line = np.array([0.0, 1.0])
    loss = _line_loss(line @ design, label, share)
    for _ in range(_MAX_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(line @ design, -_FAR, _FAR)))
        gradient = design @ (share * (chance - label))
        curvature = (design * (share * chance * (1.0 - chance))) @ design.T + _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        while (next_loss := _line_loss((line - step) @ design, label, share)) > loss and np.abs(step).max() > _NO_STEP:
            step = step / 2  # a full step may overshoot where the curve is flat
        line, loss = line - step, next_loss
        if np.abs(step).max() <= _NO_STEP:
            break
    return float(line[0]), float(line[1])


def _line_loss(log_odds: Floats, label: Floats, share: Floats) -> float:
    return float(share @ (np.maximum(log_odds, 0.0) - label * log_odds + np.log1p(np.exp(-np.abs(log_odds)))))
