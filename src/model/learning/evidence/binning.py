"""Which bins a signal's values are told apart by: those that its sentence speaks of."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.evidence.edges import (
    LEADS_PER_BIN,
    MAX_BINS,
    is_whole,
    readable_edges,
    whole_day_edges,
)
from leadscore.model.learning.evidence.looks import Looks
from leadscore.model.learning.evidence.windows import COUNT_EDGES, RECENCY_EDGES_DAYS, merged
from leadscore.model.scoring.evidence import Bins

Floats = NDArray[np.float64]

_COUNTS = ("count", "value_sum", "distinct_days")
_DAYS = ("age", "days_since")


def signal_bins(spec: FeatureSpec, signal: int, looks: Looks, strength: Floats) -> tuple[Bins, ...]:
    """The bins of a signal.

    Of events it is the widest count crossed with how long ago the last one was, or the one of the two that there is;
    of several trends the widest, and of several parts of a date the one that moves the score most.

    Args:
        spec: The features of the matrix.
        signal: Position of the signal.
        looks: What the bins have to hold.
        strength: Mean absolute log-odds per feature.
    """
    positions = [position for position, of in enumerate(spec.signal_positions) if of == signal]
    kinds = {spec.features[position].kind for position in positions}
    if kinds & {*_COUNTS, "recency"}:
        return _event_bins(spec, positions, looks)
    told = positions[-1] if "trend" in kinds else max(positions, key=lambda position: float(strength[position]))
    return (_feature_bins(spec, told, looks),)


def _event_bins(spec: FeatureSpec, positions: Sequence[int], looks: Looks) -> tuple[Bins, ...]:
    counts = [position for position in positions if spec.features[position].kind in _COUNTS]
    widest = max(counts, key=lambda position: spec.features[position].width, default=None)
    recency = next((position for position in positions if spec.features[position].kind == "recency"), None)
    bins: tuple[Bins, ...] = () if widest is None else (_count_bins(spec, widest, looks),)
    if recency is not None:
        bins += (Bins(recency, RECENCY_EDGES_DAYS),)
    found = merged(bins, looks)
    # how long ago is not told apart where so few leads had an event that no edge is left
    return tuple(part for part in found if part.edges or len(found) == 1 or part.position != recency)


def _count_bins(spec: FeatureSpec, position: int, looks: Looks) -> Bins:
    if spec.features[position].kind == "value_sum":
        return _number_bins(spec, position, looks)
    most = float(looks.matrix[:, position].max())
    return Bins(position, tuple(edge for edge in COUNT_EDGES if edge <= most), whole=True)


def _feature_bins(spec: FeatureSpec, position: int, looks: Looks) -> Bins:
    codes = spec.code_counts[position]
    return Bins(position, codes=codes) if codes else _number_bins(spec, position, looks)


def _number_bins(spec: FeatureSpec, position: int, looks: Looks) -> Bins:
    values = looks.matrix[:, position]
    known = ~np.isnan(values)
    n_bins = min(MAX_BINS, len(np.unique(looks.lead[known])) // LEADS_PER_BIN)
    if n_bins < 2:
        return Bins(position)
    found, weights = values[known], looks.weights[known]
    if spec.features[position].kind in _DAYS:  # training looks at whole ages, but leads are scored at any
        return Bins(position, whole_day_edges(found, weights, n_bins=n_bins))
    return Bins(position, readable_edges(found, weights, n_bins=n_bins), whole=is_whole(found))
