"""What was seen of past leads like each of some new ones, signal by signal."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.scoring.evidence.evidence import Evidence

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

NO_CELL = -1
"""Stands for the cell where a signal has no rates."""


@dataclass(frozen=True)
class Seen:
    """Per lead and signal, what became of past leads with the same value.

    Attributes:
        rates: Their conversion rate; NaN where too few were seen to tell of them.
        leads: How many were seen; 0 where too few.
        cells: Which value that is: a position in the signal's rates, ``NO_CELL`` where it has none.
    """

    rates: Floats
    leads: Codes
    cells: Codes


def seen(evidence: Evidence, matrix: Floats) -> Seen:
    """Look up rows of the feature matrix."""
    shape = (len(matrix), len(evidence.rates))
    found = Seen(np.full(shape, np.nan), np.zeros(shape, np.int64), np.full(shape, NO_CELL))
    for signal, rates in enumerate(evidence.rates):
        if rates is not None:
            cells = rates.cells(matrix)
            rate_of, leads_of = rates.table
            found.rates[:, signal], found.leads[:, signal] = rate_of[cells], leads_of[cells]
            found.cells[:, signal] = cells
    return found


def works_together(points: Codes, rates: Floats, typical: float) -> NDArray[np.bool_]:
    """Where the points say one thing and the leads with that value did another.

    Such a reason holds only beside the lead's other facts; of a rate that is hidden (NaN) nothing is said.

    >>> works_together(np.array([3, 3, -3, 3]), np.array([0.1, 0.3, 0.3, np.nan]), 0.2).tolist()
    [True, False, True, False]
    """
    up_against: NDArray[np.bool_] = (points > 0) & (rates < typical)
    return up_against | ((points < 0) & (rates > typical))
