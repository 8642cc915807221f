"""Drivers: what the model weighs most, with the conversion rates of each signal's segments, for card and report."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from leadscore.model.arrays import Floats
from leadscore.model.card.learner import Direction, Driver, DriverValue
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.slopes import by_signal
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.rates import ReferenceRates, SignalRates, segment_text

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
        return by_signal(self.contributions, spec)

    def strength(self, values: Floats) -> Floats:
        """Mean absolute value per column, weighted."""
        return np.asarray(np.average(np.abs(values), axis=0, weights=self.weights))

    def direction(self, values: Floats, contributions: Floats) -> Direction | None:
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


_MOST_VALUES = 25
"""Of a category with more values than a table can show, those with the most leads."""


def drivers(spec: FeatureSpec, reference_rates: ReferenceRates, explained: ExplainedRows) -> tuple[Driver, ...]:
    """Signals by their mean absolute share of the log-odds, the strongest first, in the words of the model's language.

    Values of too few leads are left out.
    """
    contributions = explained.by_signal(spec)
    wording, strength = wording_of(spec), explained.strength(contributions)
    rows = []
    for index, (signal, rates) in enumerate(zip(spec.signals, reference_rates.rates, strict=True)):
        direction = None
        if rates is not None and not rates.bins[0].codes:
            values = explained.matrix[:, rates.bins[0].position]
            direction = explained.direction(values, contributions[:, index])
        described = driver_values(rates, spec, wording)
        log_odds, share = float(strength[index]), reference_rates.shares[index]
        rows.append(Driver(signal.label, signal.axis, log_odds, share, direction, described))
    return tuple(sorted(rows, key=lambda row: -row.log_odds))


def driver_values(rates: SignalRates | None, spec: FeatureSpec, wording: Wording) -> tuple[DriverValue, ...]:
    """How leads converted by the value of a signal; empty where that makes no sense."""
    if rates is None:
        return ()
    every = tuple(
        DriverValue(segment_text(rates, cell, spec, wording), rate, leads)
        for cell, (rate, leads) in enumerate(zip(rates.rates, rates.leads, strict=True))
        if rate is not None and leads is not None
    )
    if not rates.bins[0].codes:
        return every
    most = sorted(every, key=lambda value: -value.leads)[:_MOST_VALUES]
    return tuple(sorted(most, key=lambda value: -value.rate))
