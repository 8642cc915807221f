"""Where bins of a number begin: about equally many leads in each, at numbers that people can read."""

from collections.abc import Iterator

import numpy as np

from leadscore.model.arrays import Floats

MAX_BINS = 6
LEADS_PER_BIN = 50
"""A bin holds about so many at least, so that its rate is precise enough to show."""

_DIGITS = (2, 3, 4)
_LARGEST_WHOLE = 2.0**53


def is_whole(values: Floats) -> bool:
    """Whether there are whole numbers only."""
    return bool((np.abs(values) < _LARGEST_WHOLE).all() and (values == np.rint(values)).all())


def readable_edges(values: Floats, weights: Floats, *, n_bins: int) -> tuple[float, ...]:
    """Ascending edges between bins of about equal weight; a value that alone weighs as much as a bin is one.

    An edge has two significant digits where the bins stay apart and about as heavy, else as few as it takes; edges of
    whole numbers are whole.

    Args:
        values: Known values, at least one.
        weights: How much each counts.
        n_bins: The most bins.
    """
    distinct, position = np.unique(values, return_inverse=True)
    mass = np.asarray(np.bincount(position, weights), dtype=np.float64)
    starts = _starts(mass, n_bins)
    exact = distinct[starts]
    whole = is_whole(distinct)
    found = next((w for w in _ways(exact, whole=whole) if _keeps_apart(w, exact, distinct, mass)), exact)
    return tuple(found.tolist())


def whole_day_edges(days: Floats, weights: Floats, *, n_bins: int) -> tuple[float, ...]:
    """The same for spans of days: whole days, and fewer bins where that makes some of them empty."""
    edges = np.unique(np.rint(readable_edges(days, weights, n_bins=n_bins)))
    filled = np.unique(np.searchsorted(edges, days, side="right"))
    return tuple(edges[filled[1:] - 1].tolist())


def _starts(mass: Floats, n_bins: int) -> list[int]:
    """Positions of the distinct values at which a new bin begins."""
    heavy = np.cumsum(mass)
    starts: list[int] = []
    begun = 0.0
    for left in range(n_bins, 1, -1):
        target = begun + (heavy[-1] - begun) / left
        # the value that lies across the target goes where more of it lies, but never makes an empty bin
        place = int(np.searchsorted(heavy - mass / 2, target))
        place = max(place, (starts[-1] if starts else 0) + 1)
        if place >= len(mass):
            break
        starts.append(place)
        begun = float(heavy[place - 1])
    return starts


def _ways(exact: Floats, *, whole: bool) -> Iterator[Floats]:
    """The same edges with more and more digits."""
    for digits in _DIGITS:
        written = np.array([float(f"{edge:.{digits}g}") for edge in exact.tolist()])
        yield np.rint(written) if whole else written


def _keeps_apart(written: Floats, exact: Floats, distinct: Floats, mass: Floats) -> bool:
    """Whether edges that were rounded leave every bin at least half of what it held."""
    if not (np.isfinite(written).all() and (np.diff(written) > 0).all()):
        return False
    before, after = (
        np.bincount(np.searchsorted(edges, distinct, side="right"), mass, minlength=len(exact) + 1)
        for edges in (exact, written)
    )
    return bool((after >= before / 2).all())
