"""Bins for what a kind of event did: how often, crossed with how long ago, as fine as the leads allow."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.evidence.edges import LEADS_PER_BIN
from leadscore.model.learning.evidence.looks import Looks
from leadscore.model.scoring.evidence import Bins

Mask = NDArray[np.bool_]

COUNT_EDGES = (1.0, 2.0, 5.0, 20.0)
RECENCY_EDGES_DAYS = (1.0, 7.0, 30.0)


def merged(bins: tuple[Bins, ...], looks: Looks) -> tuple[Bins, ...]:
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


def _present(bins: tuple[Bins, ...], looks: Looks) -> Mask:
    """Whether a lead is seen in a cell: one axis for the leads, one per bins."""
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
