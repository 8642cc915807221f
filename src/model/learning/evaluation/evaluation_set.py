"""The rows that predictions are evaluated on, and intervals from resampling their leads."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.card import Estimate, Metrics
from leadscore.model.card.figures import LeadCounts
from leadscore.model.data.tables.snapshots import LabelledSnapshots


@dataclass(frozen=True)
class EvaluationSet:
    """Rows on which predictions are evaluated.

    Attributes:
        converted: The labels.
        weights: How much each row counts; above zero.
        lead: Which lead a row belongs to.
        group: What is resampled as a whole, as a company with all its leads; None where every lead stands for itself.
    """

    converted: Mask
    weights: Floats
    lead: Integers
    group: Integers | None = None

    @classmethod
    def of(cls, labelled: LabelledSnapshots) -> "EvaluationSet":
        """Matured snapshots as rows to evaluate on."""
        grouped = labelled.lead_group is not None
        leads = labelled.snapshots.lead
        return cls(labelled.converted, labelled.weights, leads, labelled.group if grouped else None)

    @property
    def resampled(self) -> Integers:
        """Which group, or else which lead, a row belongs to."""
        return self.lead if self.group is None else self.group

    @property
    def both_classes(self) -> bool:
        """Whether there are conversions and others, so that something can be ranked."""
        return bool(self.converted.any() and not self.converted.all())

    def take(self, rows: NDArray[Any]) -> "EvaluationSet":
        """The rows at these positions, or where this mask is true."""
        group = None if self.group is None else self.group[rows]
        return EvaluationSet(self.converted[rows], self.weights[rows], self.lead[rows], group)


def counts(labelled: LabelledSnapshots) -> LeadCounts:
    """Leads, snapshots, conversions and ``typical``: the conversion rate, weighted as in training."""
    return LeadCounts(
        leads=len(np.unique(labelled.snapshots.lead)),
        snapshots=len(labelled),
        converted_leads=labelled.leads_of_class(converted=True),
        typical=typical(labelled),
    )


def typical(labelled: LabelledSnapshots) -> float:
    """Conversion rate of the snapshots, the k-th look at a lead weighing 1/k."""
    return float(np.average(labelled.converted, weights=labelled.weights))


REPLICATES = 200
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A figure and the range that holds it in 95 % of the resamples."""

    value: float
    low: float
    high: float

    def estimate(self) -> Estimate:
        """The same for the card; None for what is unknown or has no bound."""
        return Estimate(_finite(self.value), _finite(self.low), _finite(self.high))


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


UNKNOWN = Interval(math.nan, math.nan, math.nan)
"""A figure that cannot be computed."""


def metrics_of(figures: Mapping[str, Interval]) -> Metrics:
    """Metrics by name as the card has them; one that was not computed is not known."""
    return Metrics(**{name: figure.estimate() for name, figure in figures.items()})


def interval_of(value: float, replicates: Floats) -> Interval:
    """The percentile interval (Efron 1979) of a figure; resamples without a figure (NaN) are left out.

    Its ends are figures that were drawn, never between two of them, so that an infinite one can be an end.
    """
    known = replicates[~np.isnan(replicates)]
    if len(known) == 0:
        return Interval(value, math.nan, math.nan)
    low = np.quantile(known, (1 - LEVEL) / 2, method="lower")
    high = np.quantile(known, (1 + LEVEL) / 2, method="higher")
    return Interval(value, float(low), float(high))


def mean_interval(evaluation_set: EvaluationSet, values: Floats, *, seed: int) -> Interval:
    """The weighted mean of one value per row, with its interval over leads."""
    position, n = positions(evaluation_set)
    amount = np.bincount(position, evaluation_set.weights * values, minlength=n)
    weight = np.bincount(position, evaluation_set.weights, minlength=n)
    drawn = [times @ amount / (times @ weight) for times in _draws(n, seed)]
    return interval_of(float(np.average(values, weights=evaluation_set.weights)), np.array(drawn))


def rate_interval(evaluation_set: EvaluationSet, *, seed: int) -> Interval:
    """The weighted conversion rate of some rows, with its interval over leads.

    Resampling leads that all ended alike draws the same rate again and again; there the interval is Jeffreys' (Brown,
    Cai & DasGupta 2001), which is as wide as so few leads make it. Of a single lead none can be given.
    """
    drawn = mean_interval(evaluation_set, evaluation_set.converted.astype(np.float64), seed=seed)
    _, n = positions(evaluation_set)
    if n == 1 or evaluation_set.both_classes:
        return drawn
    tail = (1 - LEVEL) / 2
    if evaluation_set.converted[0]:
        return Interval(1.0, float(betaincinv(n + 0.5, 0.5, tail)), 1.0)
    return Interval(0.0, 0.0, float(betaincinv(0.5, n + 0.5, 1 - tail)))


def resampled_weights(evaluation_set: EvaluationSet, seed: int) -> Iterator[Floats]:
    """Per resample the weight of each row; the same seed draws the same leads, so that models can be compared."""
    position, n = positions(evaluation_set)
    for times in _draws(n, seed):
        yield evaluation_set.weights * times[position]


def positions(evaluation_set: EvaluationSet) -> tuple[Integers, int]:
    """Per row the position of what is resampled with it, and how many of those there are."""
    distinct, position = np.unique(evaluation_set.resampled, return_inverse=True)
    return position, len(distinct)


def _draws(n: int, seed: int) -> Iterator[Integers]:
    generator = np.random.default_rng(seed)
    for _ in range(REPLICATES if n > 1 else 0):  # a single lead, drawn again, would look certain
        yield np.bincount(generator.integers(0, n, n), minlength=n)
