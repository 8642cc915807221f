"""The slope of a signal: whether its points hold on leads that the model never saw."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit
from scipy.stats import norm

from leadscore.model.arrays import Floats, Mask, SmallFloats
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.calibration import calibration_line

MIN_LEADS = 20
"""With fewer leads of either class, or fewer that carry the points of a signal, no slope can be told."""

_Z95 = float(norm.ppf(0.975))
_LEAST_SPREAD = 1e-6  # log-odds; less is rounding


@dataclass(frozen=True)
class Slopes:
    """What became of each signal's contributions on leads held out; one entry per signal, NaN where it cannot be told.

    A slope is the coefficient of the contribution in a logistic regression of the outcome whose offset is everything
    else: 1 = the points are worth what they say, 0 = they say nothing, below 0 = they mislead.

    Attributes:
        value: The slope.
        low, high: Its 95 % interval, robust by lead (or by group of leads).
        gain: Log loss without the signal's contribution minus that with it, in nats per lead; above 0 it adds.
        strength: Mean absolute contribution in log-odds, around its mean.
    """

    value: Floats
    low: Floats
    high: Floats
    gain: Floats
    strength: Floats

    @property
    def known(self) -> Mask:
        """Where the slope can be told."""
        return ~np.isnan(self.value)

    @property
    def error(self) -> Floats:
        """Standard error of the slope."""
        error: Floats = (self.high - self.low) / (2 * _Z95)
        return error

    @property
    def surely_positive(self) -> Mask:
        """Where the points surely say something; not where the slope cannot be told."""
        return self.low > 0

    def take(self, signals: Mask) -> "Slopes":
        """Those of some of the signals."""
        return Slopes(
            self.value[signals], self.low[signals], self.high[signals], self.gain[signals], self.strength[signals]
        )

    @property
    def surely_too_high(self) -> Mask:
        """Where the points surely say more than is true."""
        return self.high < 1


def measure_slopes(contributions: Floats, log_odds: Floats, evaluation_set: EvaluationSet) -> Slopes:
    """The slope of each signal on rows that were held out from the fit.

    Args:
        contributions: Log-odds per row and signal, each part of ``log_odds``.
        log_odds: Of the whole model, per row.
        evaluation_set: What became of these rows.
    """
    rows = _SlopeRows.of(log_odds, evaluation_set)
    around_mean = centred(contributions, evaluation_set.weights)
    value, low, high, gain = np.array([rows.slope(column) for column in around_mean.T]).reshape(-1, 4).T
    strength = np.average(np.abs(around_mean), axis=0, weights=evaluation_set.weights)
    return Slopes(value, low, high, gain, np.asarray(strength))


def centred(contributions: Floats, weights: Floats) -> Floats:
    """Contributions whose weighted mean over the rows is zero, column by column."""
    deviations: Floats = contributions - np.average(contributions, axis=0, weights=weights)
    return deviations


def row_losses(log_odds: Floats, converted: Mask | Floats) -> Floats:
    """Log loss per row, in nats."""
    losses: Floats = np.logaddexp(0.0, log_odds) - converted * log_odds
    return losses


def by_signal(contributions: Floats | SmallFloats, spec: FeatureSpec) -> Floats:
    """Contributions per row and signal, of those per row and feature."""
    total = np.zeros((len(contributions), len(spec.signals)))
    np.add.at(total.T, spec.signal_positions, contributions.T)
    return total


def sums_by_unit(evaluation_set: EvaluationSet) -> csr_array:
    """The matrix that sums rows by lead, or by group of leads: what errors are robust by."""
    _, unit = np.unique(evaluation_set.resampled, return_inverse=True)
    return csr_array((np.ones(len(unit)), (unit, np.arange(len(unit)))))


@dataclass(frozen=True)
class _SlopeRows:
    """The rows that slopes are measured on; ``unit`` sums them by lead or group, ``few`` leads tell nothing."""

    log_odds: Floats
    converted: Floats
    weights: Floats
    unit: csr_array
    few: bool

    @classmethod
    def of(cls, log_odds: Floats, evaluation_set: EvaluationSet) -> "_SlopeRows":
        """With what does not depend on the signal."""
        sides = (evaluation_set.converted, ~evaluation_set.converted)
        few = min(len(np.unique(evaluation_set.lead[side])) for side in sides) < MIN_LEADS
        sums = sums_by_unit(evaluation_set)
        return cls(log_odds, evaluation_set.converted.astype(np.float64), evaluation_set.weights, sums, few)

    def slope(self, contribution: Floats) -> tuple[float, float, float, float]:
        """Slope, its interval, and the gain."""
        rest = self.log_odds - contribution
        cost = row_losses(rest, self.converted) - row_losses(self.log_odds, self.converted)
        gain = float(np.average(cost, weights=self.weights))
        if self.few or self._carriers(contribution) < MIN_LEADS:
            return np.nan, np.nan, np.nan, gain
        intercept, slope = calibration_line(contribution, self.converted, self.weights, offset=rest)
        half = _Z95 * self._error(contribution, expit(rest + intercept + slope * contribution))
        return slope, slope - half, slope + half, gain

    def _carriers(self, contribution: Floats) -> float:
        """So many leads carry the contributions as if all carried the same (Kish's effective number)."""
        if np.ptp(contribution) < _LEAST_SPREAD:
            return 0.0
        by_unit = self.unit @ (self.weights * contribution**2)
        return float(by_unit.sum() ** 2 / (by_unit**2).sum())

    def _error(self, contribution: Floats, chance: Floats) -> float:
        """Standard error of the slope, robust by lead: the sandwich of Huber (1967)."""
        design = np.column_stack([np.ones_like(contribution), contribution])
        bread = np.linalg.inv((design * (self.weights * chance * (1 - chance))[:, None]).T @ design)
        scores = self.unit @ (design * (self.weights * (self.converted - chance))[:, None])
        return float(np.sqrt((bread @ scores.T @ scores @ bread)[1, 1]))
