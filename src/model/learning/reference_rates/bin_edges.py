"""Where segments of a number may begin and end: at numbers that people can read."""

from collections.abc import Iterator

import numpy as np

from leadscore.model.arrays import Floats

MOST_EDGES = 100
"""A number is cut at one of so many places at most, about equally many leads apart."""

_DIGITS = (2, 3, 4)
_KEPT = 0.6
"""Rounding may join some of the places, but so large a part of them has to stay apart."""

_LARGEST_WHOLE = 2.0**53


def is_whole(values: Floats) -> bool:
    """Whether there are whole numbers only."""
    return bool((np.abs(values) < _LARGEST_WHOLE).all() and (values == np.rint(values)).all())


def readable_edges(values: Floats, weights: Floats, *, whole_days: bool = False) -> Floats:
    """Ascending edges with values on either side of each; about equal weight lies between two of them.

    Whole numbers of which there are few kinds have an edge at each; else an edge has two significant digits where most
    of the edges stay apart, or as few as it takes. Edges of whole numbers and of spans of days are whole.

    Args:
        values: Known values, at least one.
        weights: How much each counts.
        whole_days: Whether they are spans of days, which people count in whole ones.
    """
    distinct, position = np.unique(values, return_inverse=True)
    whole = is_whole(distinct)
    if len(distinct) <= MOST_EDGES + 1:
        exact = distinct[1:]
        if whole:
            return exact
    else:
        mass = np.cumsum(np.bincount(position, weights))
        steps = np.arange(1, MOST_EDGES + 1) / (MOST_EDGES + 1) * mass[-1]
        exact = np.unique(distinct[np.minimum(np.searchsorted(mass, steps, side="right"), len(distinct) - 1)])
    written = (_within(way, distinct) for way in _ways(exact, whole=whole or whole_days))
    return next((edges for edges in written if whole_days or len(edges) >= _KEPT * len(exact)), exact)


def _ways(exact: Floats, *, whole: bool) -> Iterator[Floats]:
    """The same edges with more and more digits."""
    for digits in _DIGITS:
        written = np.array([float(f"{edge:.{digits}g}") for edge in exact.tolist()])
        yield np.rint(written) if whole else written


def _within(edges: Floats, distinct: Floats) -> Floats:
    """Those edges that have values on either side, and between any two of them."""
    bins, first = np.unique(np.searchsorted(edges := np.unique(edges), distinct, side="right"), return_index=True)
    kept: Floats = edges[bins[1:] - 1]
    return kept[np.isfinite(kept)] if len(first) > 1 else kept[:0]
