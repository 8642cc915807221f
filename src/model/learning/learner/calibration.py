"""Calibration by straight lines on the log-odds: blend and calibrate in one step."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leadscore.model.arrays import Floats, Mask

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


def fit_line(
    margins: Floats, converted: Mask, weights: Floats, *, non_negative: bool = True, pull: float = 0.0
) -> Line:
    """The line with the least weighted log loss (Platt 1999 for one margin, stacking for several).

    Args:
        margins: Out-of-fold log-odds, one column per model.
        converted: The labels.
        weights: How much each row counts.
        non_negative: Keep every margin's weight at or above zero; the worst margin below it is left out, and the
            rest fitted again.
        pull: Towards equal weights that sum to one: added to the summed log loss, times the squared distance.
            With few leads it keeps the weights from overfitting; with many it has no effect.
    """
    n = margins.shape[1]
    used = list(range(n))
    while True:
        start = np.array([0.0, *[1 / n] * len(used)])
        pulls = np.array([0.0, *[pull] * len(used)])
        parameters = _newton(_design(margins[:, used].T), converted.astype(np.float64), weights, start, pulls)
        if not non_negative or len(used) == 0 or parameters[1:].min() >= 0:
            break
        del used[int(parameters[1:].argmin())]
    line = np.zeros(n)
    line[used] = parameters[1:]
    return Line(float(parameters[0]), tuple(float(weight) for weight in line))


def calibration_line(
    margin: Floats, label: Floats, weights: Floats, *, offset: Floats | float = 0.0
) -> tuple[float, float]:
    """Intercept and slope of the unbounded line through one margin.

    Where the margin separates the labels the slope has no limit; it then stops at a large, finite value.

    Args:
        margin: Log-odds, not all equal.
        label: 0 or 1.
        weights: How much each row counts.
        offset: Log-odds that stay beside the line as they are.
    """
    start, free = np.array([0.0, 1.0]), np.zeros(2)
    intercept, slope = _newton(_design(margin[None, :]), label, weights, start, free, offset)
    return float(intercept), float(slope)


def _design(margins: Floats) -> Floats:
    """One row per parameter: ones for the intercept, then the margins."""
    return np.vstack([np.ones((1, margins.shape[1])), margins])


def _newton(
    design: Floats, label: Floats, weights: Floats, start: Floats, pulls: Floats, offset: Floats | float = 0.0
) -> Floats:
    """Minimise the weighted log loss of a few parameters, pulled towards their start, by damped Newton steps."""
    share, pulls = weights / weights.sum(), pulls / weights.sum()

    def loss_of(parameters: Floats) -> float:
        return _loss(offset + parameters @ design, label, share) + float(pulls @ (parameters - start) ** 2)

    parameters, loss = start, loss_of(start)
    for _ in range(_MAX_STEPS):
        chance = expit(offset + parameters @ design)
        slope = design @ (share * (chance - label)) + 2 * pulls * (parameters - start)
        curvature = (design * (share * chance * (1.0 - chance))) @ design.T
        step = np.linalg.solve(curvature + np.diag(2 * pulls + _RIDGE), slope)
        while (next_loss := loss_of(parameters - step)) > loss and _is_step(step):
            step = step / 2  # a full step may overshoot where the curve is flat
        parameters, loss = parameters - step, next_loss
        if not _is_step(step):
            break
    return parameters


def _is_step(step: Floats) -> bool:
    return bool(np.abs(step).max() > _TOLERANCE)


def _loss(log_odds: Floats, label: Floats, share: Floats) -> float:
    return float(share @ (np.maximum(log_odds, 0.0) - label * log_odds + np.log1p(np.exp(-np.abs(log_odds)))))
