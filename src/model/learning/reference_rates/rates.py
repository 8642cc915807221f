"""Reference rates from a training: conversion by value, what the model weighs, ranges and score bands."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from leadscore.model.arrays import Floats
from leadscore.model.card.learner import Direction, Driver, DriverValue
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.recipe import Recipe
from leadscore.model.learning.reference_rates.binning import TrainingLooks, signal_bins
from leadscore.model.learning.reference_rates.score_bands import learn_bands
from leadscore.model.scoring.contributions.additive import AdditiveModel
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.rates import Bins, ReferenceRates, SignalRates, segment_text
from leadscore.model.scoring.rates.bins import cells_of, n_cells

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


MIN_LEADS = 20
"""A rate of fewer leads is not shown. It would be off by ten points either way, and it protects people: whoever knows
a few leads with a rare value could else read off what became of the others."""

PRIOR_LEADS = 10.0
"""So many leads that convert at the typical rate are added to every cell, so that a rate of few leads does not mislead
by chance (the posterior mean of a binomial rate; a look counts by its weight)."""


def signal_rates(bins: tuple[Bins, ...], looks: TrainingLooks) -> SignalRates:
    """How leads converted in each cell of these bins."""
    cell, n = cells_of(bins, looks.matrix), n_cells(bins)
    weight = np.bincount(cell, looks.weights, minlength=n)
    won = np.bincount(cell, looks.weights * looks.converted, minlength=n)
    rates = (won + PRIOR_LEADS * looks.typical) / (weight + PRIOR_LEADS)
    leads = looks.leads_by(cell, n)
    enough = leads >= MIN_LEADS
    return SignalRates(
        bins,
        tuple(float(rate) if shown else None for rate, shown in zip(rates, enough, strict=True)),
        tuple(int(count) if shown else None for count, shown in zip(leads, enough, strict=True)),
    )


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


def learn_reference_rates(
    recipe: Recipe, model: AdditiveModel, labelled: LabelledSnapshots, explained: ExplainedRows
) -> ReferenceRates:
    """How past leads converted that had the same values, or a similar score.

    Args:
        recipe: What was learned, and from which rows.
        model: The model that ships: that of the recipe, its intercept shifted where drift is significant.
        labelled: The same rows as matured snapshots.
        explained: Some of the rows with the model's contributions.
    """
    spec, looks = recipe.spec, TrainingLooks.of(recipe, labelled)
    strength = explained.strength(explained.contributions)
    binned = [signal_bins(spec, signal, looks, strength) for signal in range(len(spec.signals))]
    shift = model.intercept - recipe.fitted.model.intercept
    return ReferenceRates(
        typical=looks.typical,
        shares=_shares(explained.strength(explained.by_signal(spec))),
        rates=tuple(_if_known(signal_rates(bins, looks)) for bins in binned),
        bands=learn_bands(recipe.fitted.out_of_fold, EvaluationSet.of(labelled), shift=shift),
        ranges=_ranges(spec, looks),
    )


def _shares(strength: Floats) -> tuple[float, ...]:
    """Each signal's part of the whole; equal parts where the model weighs nothing."""
    total = strength.sum()
    shares = strength / total if total > 0 else np.full(len(strength), 1 / len(strength))
    return tuple(shares.tolist())


def _if_known(rates: SignalRates) -> SignalRates | None:
    return rates if any(rate is not None for rate in rates.rates) else None


def _ranges(spec: FeatureSpec, looks: TrainingLooks) -> dict[str, tuple[float, float]]:
    """Lowest and highest value by numeric column, of those looks where it was known."""
    found = {}
    for position, feature in enumerate(spec.features):
        if feature.kind == "numeric":
            known = looks.matrix[~np.isnan(looks.matrix[:, position]), position]
            found[feature.source] = (float(known.min()), float(known.max()))
    return found
