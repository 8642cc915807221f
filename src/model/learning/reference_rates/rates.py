"""Reference rates from a training: how the leads of each segment of a signal converted, ranges and score bands."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Codes, Floats, Mask
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.spec import CALENDAR, FeatureSpec
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.recipe import Recipe
from leadscore.model.learning.reference_rates.drivers import ExplainedRows
from leadscore.model.learning.reference_rates.past_looks import PastLooks
from leadscore.model.learning.reference_rates.score_bands import learn_bands
from leadscore.model.learning.reference_rates.segmenting import cut
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid
from leadscore.model.scoring.rates import Bins, ReferenceRates, SegmentRates, SignalRates
from leadscore.model.scoring.rates.bins import cells_of

NO_SEGMENT = -1
"""Stands for the segment of a look that is not counted."""

MIN_LEADS = 20
"""A rate of fewer leads is not shown. It would be off by ten points either way, and it protects people: whoever knows
a few leads with a rare value could else read off what became of the others."""

PRIOR_LEADS = 10.0
"""So many leads that convert at the typical rate are added to every cell, so that a rate of few leads does not mislead
by chance (the posterior mean of a binomial rate; a look counts by its weight)."""


def signal_rates(bins: tuple[Bins, ...], segments: Codes, added: Floats, looks: PastLooks) -> SignalRates:
    """How leads converted in each segment, and how they would have, going by everything but the signal.

    Of the leads of a segment those are counted once more to whom the signal added points, and those from whom it took
    some; but only where both are many enough, so that no rate of fewer follows from the others.

    Args:
        bins: The bins of the signal.
        segments: The segment of each cell.
        added: What the signal adds to each look out of fold, in log-odds.
        looks: The looks at past leads.
    """
    n = int(segments.max()) + 1
    segment = segments[cells_of(bins, looks.matrix)]
    whole = _counted(segment, n, added, looks)
    raised, lowered = (
        _counted(np.where(side, segment, NO_SEGMENT), n, added, looks) for side in (added > 0, added <= 0)
    )
    both = [one is not None and other is not None for one, other in zip(raised.leads, lowered.leads, strict=True)]
    return SignalRates(
        bins,
        whole.rates,
        whole.leads,
        segments=tuple(segments.tolist()),
        expected=whole.expected,
        raised=_only(raised, both),
        lowered=_only(lowered, both),
    )


def _counted(segment: Codes, n_segments: int, added: Floats, looks: PastLooks) -> SegmentRates:
    """Rates of the looks in each segment, drawn alike towards the typical rate; a look below zero is in none."""
    rows = np.flatnonzero(segment >= 0)
    weights = looks.weights[rows]
    without = sigmoid(looks.log_odds[rows] - added[rows])

    def rate(values: Floats) -> Floats:
        total = np.bincount(segment[rows], weights * values, minlength=n_segments)
        weight = np.bincount(segment[rows], weights, minlength=n_segments)
        drawn: Floats = (total + PRIOR_LEADS * looks.typical) / (weight + PRIOR_LEADS)
        return drawn

    leads = looks.leads_by(segment, n_segments)
    shown = leads >= MIN_LEADS
    return SegmentRates(
        _where(shown, rate(looks.converted[rows].astype(np.float64))),
        _where(shown, leads),
        _where(shown, rate(without)),
    )


def _where(shown: Mask, values: NDArray[Any]) -> tuple[Any, ...]:
    """The values, None where they are not shown."""
    return tuple(value if kept else None for value, kept in zip(values.tolist(), shown.tolist(), strict=True))


T = TypeVar("T")


def _only(rates: SegmentRates, kept: Sequence[bool]) -> SegmentRates:
    def those(values: Sequence[T | None]) -> tuple[T | None, ...]:
        return tuple(value if keep else None for value, keep in zip(values, kept, strict=True))

    return SegmentRates(those(rates.rates), those(rates.leads), those(rates.expected))


def learn_reference_rates(
    recipe: Recipe, model: AdditiveModel, labelled: LabelledSnapshots, explained: ExplainedRows
) -> ReferenceRates:
    """How past leads converted that had similar values, or a similar score.

    Args:
        recipe: What was learned, and from which rows.
        model: The model that ships: that of the recipe, its intercept shifted where drift is significant.
        labelled: The same rows as matured snapshots.
        explained: Some of the rows with the model's contributions.
    """
    spec, looks = recipe.spec, PastLooks.of(recipe, labelled)
    found = [_rates_of(spec, signal, looks) for signal in range(len(spec.signals))]
    strength = explained.strength(explained.contributions)
    shift = model.intercept - recipe.fitted.model.intercept
    return ReferenceRates(
        typical=looks.typical,
        shares=_shares(explained.strength(explained.by_signal(spec))),
        rates=tuple(_shown(max(parts, key=lambda part: strength[part.bins[0].position])) for parts in found),
        parts=tuple(tuple(parts) if len(parts) > 1 else () for parts in found),
        bands=learn_bands(recipe.fitted.out_of_fold, EvaluationSet.of(labelled), shift=shift),
        ranges=_ranges(spec, looks),
    )


def _rates_of(spec: FeatureSpec, signal: int, looks: PastLooks) -> list[SignalRates]:
    """The rates of a signal; of several parts of a date those by each part, for its sentence names only one."""
    own = [position for position, of in enumerate(spec.signal_positions) if of == signal]
    added = looks.added_by(own)
    if spec.features[own[0]].kind in CALENDAR:
        return [signal_rates(*cut(spec, [part], looks.added_by([part]), looks), added, looks) for part in own]
    return [signal_rates(*cut(spec, named_features(spec, own), added, looks), added, looks)]


def named_features(spec: FeatureSpec, positions: Sequence[int]) -> list[int]:
    """Those features of a signal that its sentence names: of events the widest count and how long ago the last was."""
    kinds = {position: spec.features[position].kind for position in positions}
    counts = [position for position in positions if kinds[position] in _COUNTS]
    recency = [position for position in positions if kinds[position] == "recency"]
    if counts or recency:
        return [*sorted(counts, key=lambda position: spec.features[position].width)[-1:], *recency[:1]]
    return [positions[-1]]  # of trends the widest


_COUNTS = ("count", "value_sum", "distinct_days")


def _shares(strength: Floats) -> tuple[float, ...]:
    """Each signal's part of the whole; equal parts where the model weighs nothing."""
    total = strength.sum()
    shares = strength / total if total > 0 else np.full(len(strength), 1 / len(strength))
    return tuple(shares.tolist())


def _shown(rates: SignalRates) -> SignalRates | None:
    return rates if any(rate is not None for rate in rates.rates) else None


def _ranges(spec: FeatureSpec, looks: PastLooks) -> dict[str, tuple[float, float]]:
    """Lowest and highest value by numeric column, of those looks where it was known."""
    found = {}
    for position, feature in enumerate(spec.features):
        if feature.kind == "numeric":
            known = looks.matrix[~np.isnan(looks.matrix[:, position]), position]
            found[feature.source] = (float(known.min()), float(known.max()))
    return found
