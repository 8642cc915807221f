"""Bins of feature values, segments made of them, and how the leads in each of them converted."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from leadscore.model.arrays import Codes, Floats


def between(edges: tuple[float, ...], values: Floats) -> Codes:
    """Between which edges each value lies; one that equals an edge lies above it.

    >>> between((0.0, 1.0), np.array([-1.0, 0.0, 0.5, 2.0])).tolist()
    [0, 1, 1, 2]
    """
    return np.searchsorted(np.array(edges), values, side="right").astype(np.int64)


@dataclass(frozen=True)
class Bins:
    """How the values of one feature are grouped into bins.

    Attributes:
        position: Column of the feature matrix.
        edges: Of a number, ascending: bin i holds ``edges[i - 1] <= value < edges[i]``.
        codes: Of a category, the number of its codes, the one for other values included; 0 of a number.
        whole: Whether all values in the training data are whole numbers.
    """

    position: int
    edges: tuple[float, ...] = ()
    codes: int = 0
    whole: bool = False

    @property
    def size(self) -> int:
        """Number of bins; the last one is for missing values."""
        return (self.codes or len(self.edges) + 1) + 1

    def of(self, matrix: Floats) -> Codes:
        """The bin of each row."""
        values = matrix[:, self.position]
        missing = np.isnan(values)
        filled = np.where(missing, 0.0, values)
        known = np.clip(filled, 0, self.codes - 1) if self.codes else between(self.edges, filled)
        return np.where(missing, self.size - 1, known).astype(np.int64)


@dataclass(frozen=True)
class SegmentRates:
    """How some past leads converted, segment by segment.

    Attributes:
        rates: Their conversion rate; None where they are too few.
        leads: Distinct leads; None where they are too few.
        expected: The rate at which they would have converted going by everything but the signal; None where they are
            too few.
    """

    rates: tuple[float | None, ...]
    leads: tuple[int | None, ...]
    expected: tuple[float | None, ...]


@dataclass(frozen=True)
class SignalRates:
    """Conversion rates by the value of a signal; a cell is one bin, or one combination of two bins.

    Attributes:
        bins: The bins of one feature, or of two whose combinations are the cells.
        rates: Conversion rate per segment; None where it has too few leads.
        leads: Distinct training leads per segment; None where they are too few.
        segments: The segment of each cell; empty in bundles before protocol 4, where every cell is one.
        expected: Per segment the rate at which the same leads would have converted going by everything but the signal;
            empty in bundles before protocol 4.
        raised: The same of those leads of each segment whose score the signal raised; None where a segment has none
            that weigh otherwise.
        lowered: The same of those whose score it lowered.
    """

    bins: tuple[Bins, ...]
    rates: tuple[float | None, ...]
    leads: tuple[int | None, ...]
    segments: tuple[int, ...] = ()
    expected: tuple[float | None, ...] = ()
    raised: SegmentRates | None = None
    lowered: SegmentRates | None = None

    def of(self, matrix: Floats) -> Codes:
        """The segment of each row: a position in ``rates``."""
        cells = cells_of(self.bins, matrix)
        return self._segment_of[cells] if self.segments else cells

    def segment_of(self, cell: int) -> int:
        """The segment that a cell belongs to."""
        return self.segments[cell] if self.segments else cell

    def cells_in(self, segment: int) -> list[int]:
        """The cells that a segment consists of."""
        return [cell for cell, own in enumerate(self.segments) if own == segment] if self.segments else [segment]

    @property
    def whole(self) -> SegmentRates:
        """How all leads of each segment converted."""
        return SegmentRates(self.rates, self.leads, self.expected or (None,) * len(self.rates))

    @cached_property
    def _segment_of(self) -> Codes:
        return np.array(self.segments, dtype=np.int64)


def ascends(edges: tuple[float, ...]) -> bool:
    """Whether every edge is above the one before it."""
    return all(lower < upper for lower, upper in pairwise(edges))


def n_cells(bins: tuple[Bins, ...]) -> int:
    """Number of combinations of these bins."""
    return int(np.prod([part.size for part in bins]))


def cells_of(bins: tuple[Bins, ...], matrix: Floats) -> Codes:
    """The cell of each row of the matrix."""
    cell = np.zeros(len(matrix), dtype=np.int64)
    for part in bins:
        cell = cell * part.size + part.of(matrix)
    return cell


def bins_of(bins: tuple[Bins, ...], cell: int) -> tuple[int, ...]:
    """The number of the bin in each of ``bins`` that a cell stands for."""
    numbers = []
    for part in reversed(bins):
        cell, number = divmod(cell, part.size)
        numbers.append(number)
    return tuple(reversed(numbers))
