"""Bins of feature values, and how the leads in each of them converted."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from leadscore.model.arrays import Codes, Floats


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
        known = np.clip(filled, 0, self.codes - 1) if self.codes else np.searchsorted(self.edges, filled, side="right")
        return np.where(missing, self.size - 1, known).astype(np.int64)


@dataclass(frozen=True)
class SignalRates:
    """Conversion rates by the value of a signal; a cell is one bin, or one combination of two bins.

    Attributes:
        bins: The bins of one feature, or of two whose combinations are the cells.
        rates: Conversion rate per cell, row by row; None where it has too few leads.
        leads: Distinct training leads per cell; None where they are too few.
    """

    bins: tuple[Bins, ...]
    rates: tuple[float | None, ...]
    leads: tuple[int | None, ...]

    def cells(self, matrix: Floats) -> Codes:
        """The cell of each row: a position in ``rates``."""
        return cells_of(self.bins, matrix)

    @cached_property
    def table(self) -> tuple[Floats, Codes]:
        """Rates and leads as arrays; NaN and 0 for cells with too few leads."""
        rates = np.array([np.nan if rate is None else rate for rate in self.rates])
        return rates, np.array([leads or 0 for leads in self.leads], dtype=np.int64)


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
