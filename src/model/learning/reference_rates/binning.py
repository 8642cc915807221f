"""Which bins the rates of a signal are counted in: those that its sentence mentions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Codes, Floats, Mask
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.recipe import Recipe
from leadscore.model.learning.reference_rates.bin_edges import (
    LEADS_PER_BIN,
    MAX_BINS,
    is_whole,
    readable_edges,
    whole_day_edges,
)
from leadscore.model.scoring.rates import Bins


@dataclass(frozen=True)
class TrainingLooks:
    """Looks at leads, one per row.

    Attributes:
        matrix: Features of each look.
        converted: The labels.
        weights: How much each look counts: the k-th at a lead for 1/k.
        lead: Which lead it is, numbered from 0 without gaps.
    """

    matrix: Floats
    converted: Mask
    weights: Floats
    lead: Codes

    @classmethod
    def of(cls, recipe: Recipe, labelled: LabelledSnapshots) -> "TrainingLooks":
        """The looks that a recipe was learned from; ``labelled`` are the same rows."""
        _, lead = np.unique(labelled.snapshots.lead, return_inverse=True)
        rows = recipe.rows
        return cls(rows.matrix, rows.converted, rows.weights, lead.astype(np.int64))

    @property
    def typical(self) -> float:
        """The conversion rate over all of them."""
        return float(np.average(self.converted, weights=self.weights))

    def leads_by(self, cell: Codes, n_cells: int) -> Codes:
        """How many different leads each cell has."""
        pairs = np.unique(self.lead * n_cells + cell)
        return np.bincount(pairs % n_cells, minlength=n_cells)


COUNT_EDGES = (1.0, 2.0, 5.0, 20.0)
RECENCY_EDGES_DAYS = (1.0, 7.0, 30.0)


def merged(bins: tuple[Bins, ...], looks: TrainingLooks) -> tuple[Bins, ...]:
    """The same bins with the fewest edges taken out that leave no cell with hardly a lead in it.

    A cell without any lead is no trouble: where there was no event, there is no last one.
    """
    present = _present(bins, looks)
    while n_thin := _spread(present)[0]:
        found = min(_with_one_edge_less(bins, present), key=lambda option: _spread(option[1]), default=None)
        if found is None or _spread(found[1])[0] >= n_thin:
            break
        bins, present = found
    return bins


def _present(bins: tuple[Bins, ...], looks: TrainingLooks) -> Mask:
    """Whether a lead occurs in a cell: one axis for the leads, one per bins."""
    present = np.zeros((int(looks.lead.max()) + 1, *(part.size for part in bins)), dtype=bool)
    present[(looks.lead, *(part.of(looks.matrix) for part in bins))] = True
    return present


def _spread(present: Mask) -> tuple[int, int]:
    """How many cells are thin, then how many are not, as a negative number: the smaller, the better."""
    leads = present.sum(axis=0)
    return int(((leads > 0) & (leads < LEADS_PER_BIN)).sum()), -int((leads >= LEADS_PER_BIN).sum())


def _with_one_edge_less(bins: tuple[Bins, ...], present: Mask) -> Iterator[tuple[tuple[Bins, ...], Mask]]:
    """Every way of joining two neighbouring bins; the bin of no event at all stays apart."""
    for axis, part in enumerate(bins, start=1):
        for place, edge in reversed([*enumerate(part.edges)]):  # of two that do as well, the higher one goes
            if part.whole and edge == COUNT_EDGES[0]:
                continue
            edges = part.edges[:place] + part.edges[place + 1 :]
            joined = (*bins[: axis - 1], Bins(part.position, edges, whole=part.whole), *bins[axis:])
            starts = [bin_ for bin_ in range(part.size) if bin_ != place + 1]
            yield joined, np.logical_or.reduceat(present, starts, axis=axis)


_COUNTS = ("count", "value_sum", "distinct_days")
_DAYS = ("age", "days_since")


def signal_bins(spec: FeatureSpec, signal: int, looks: TrainingLooks, strength: Floats) -> tuple[Bins, ...]:
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
    shown = positions[-1] if "trend" in kinds else max(positions, key=lambda position: float(strength[position]))
    return (_feature_bins(spec, shown, looks),)


def _event_bins(spec: FeatureSpec, positions: Sequence[int], looks: TrainingLooks) -> tuple[Bins, ...]:
    counts = [position for position in positions if spec.features[position].kind in _COUNTS]
    widest = max(counts, key=lambda position: spec.features[position].width, default=None)
    recency = next((position for position in positions if spec.features[position].kind == "recency"), None)
    bins: tuple[Bins, ...] = () if widest is None else (_count_bins(spec, widest, looks),)
    if recency is not None:
        bins += (Bins(recency, RECENCY_EDGES_DAYS),)
    found = merged(bins, looks)
    # how long ago is one bin where so few leads had an event that no edge is left
    return tuple(part for part in found if part.edges or len(found) == 1 or part.position != recency)


def _count_bins(spec: FeatureSpec, position: int, looks: TrainingLooks) -> Bins:
    if spec.features[position].kind == "value_sum":
        return _number_bins(spec, position, looks)
    most = float(looks.matrix[:, position].max())
    return Bins(position, tuple(edge for edge in COUNT_EDGES if edge <= most), whole=True)


def _feature_bins(spec: FeatureSpec, position: int, looks: TrainingLooks) -> Bins:
    codes = spec.code_counts[position]
    return Bins(position, codes=codes) if codes else _number_bins(spec, position, looks)


def _number_bins(spec: FeatureSpec, position: int, looks: TrainingLooks) -> Bins:
    values = looks.matrix[:, position]
    known = ~np.isnan(values)
    n_bins = min(MAX_BINS, len(np.unique(looks.lead[known])) // LEADS_PER_BIN)
    if n_bins < 2:
        return Bins(position)
    found, weights = values[known], looks.weights[known]
    if spec.features[position].kind in _DAYS:  # training looks at whole ages, but leads are scored at any
        return Bins(position, whole_day_edges(found, weights, n_bins=n_bins))
    return Bins(position, readable_edges(found, weights, n_bins=n_bins), whole=is_whole(found))
