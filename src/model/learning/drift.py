"""The drift gate: whether probabilities learned on the past still hold, and the intercept that makes them hold."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from leadscore.model.arrays import Floats
from leadscore.model.card.learner import DriftResult
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid

FIRES_BEYOND = 3.0
"""Standard errors between observed and predicted that chance does not explain."""

_MOST_LOG_ODDS = 40.0


@dataclass(frozen=True)
class Drift:
    """How far off probabilities are, on average, on leads later than those they were learned from.

    Attributes:
        z: Observed minus predicted conversions in standard errors, robust by lead.
        shift: Log-odds to add to the intercept so that both agree among the later half; 0 where the gate does not fire.
        observed, predicted: Weighted conversion rate and weighted mean probability.
        leads: Leads it was measured on.
    """

    z: float
    shift: float
    observed: float
    predicted: float
    leads: int

    @property
    def fired(self) -> bool:
        """Whether the difference is more than chance."""
        return abs(self.z) > FIRES_BEYOND

    def result(self) -> DriftResult:
        """The same for the card."""
        return DriftResult(self.fired, self.z, self.shift, self.observed, self.predicted, self.leads)


def measure_drift(log_odds: Floats, evaluation_set: EvaluationSet, *, order: NDArray[Any] | None = None) -> Drift:
    """Compare predictions for the latest leads with what happened.

    The residuals are summed per lead, or per group of leads, before their spread is taken, so that several looks
    at one lead count as the one thing that happened. All rows decide whether the gate fires; the shift is taken from
    the later half of them alone, because what has begun to drift goes on, and the future is nearer to it.

    Args:
        log_odds: Predictions by a model learned from earlier leads.
        evaluation_set: What happened to them.
        order: A moment or a position per row; without one, the shift is taken from all rows.
    """
    probability = sigmoid(log_odds)
    _, unit = np.unique(evaluation_set.resampled, return_inverse=True)
    residual = np.bincount(unit, evaluation_set.weights * (evaluation_set.converted - probability))
    error = float(np.sqrt((residual**2).sum()))
    z = float(residual.sum()) / error if error > 0 else 0.0
    observed, predicted = (
        float(np.average(x, weights=evaluation_set.weights)) for x in (evaluation_set.converted, probability)
    )
    drift = Drift(z, 0.0, observed, predicted, len(np.unique(evaluation_set.lead)))
    if not drift.fired:
        return drift
    late = np.ones(len(log_odds), dtype=bool) if order is None else order >= np.median(order)
    return replace(drift, shift=_matching_shift(log_odds[late], evaluation_set.take(late)))


def shifted(model: AdditiveModel, drift: Drift) -> AdditiveModel:
    """The model with the drift's shift in its intercept, and nothing else changed."""
    return replace(model, intercept=model.intercept + drift.shift)


def _matching_shift(log_odds: Floats, evaluation_set: EvaluationSet) -> float:
    """The log-odds that make the weighted mean probability equal to the weighted conversion rate."""
    # without a conversion, or with nothing else, no shift would be enough: half a lead is kept in reserve
    half_a_lead = 0.5 / len(np.unique(evaluation_set.lead))
    observed = float(
        np.clip(np.average(evaluation_set.converted, weights=evaluation_set.weights), half_a_lead, 1 - half_a_lead)
    )

    def excess(shift: float) -> float:
        return float(np.average(sigmoid(log_odds + shift), weights=evaluation_set.weights)) - observed

    reach = _MOST_LOG_ODDS + float(np.abs(log_odds).max())
    return float(brentq(excess, -reach, reach))
