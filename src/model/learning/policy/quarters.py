"""The cuts of cells: where the quarters of past leads meet, by fit and by interest."""

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Axis
from leadscore.model.learning.evidence import ExplainedRows
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Cuts
from leadscore.model.scoring.points import whole_points

Floats = NDArray[np.float64]

_SHARES = (0.25, 0.5, 0.75)


def axis_cuts(bundle: Bundle, explained: ExplainedRows, axis: Axis) -> Cuts | None:
    """Cuts at the quartiles of an axis's points over looks at past leads; None without a signal of that axis.

    Args:
        bundle: The model.
        explained: Some looks at training leads, evenly spread, the k-th look at a lead weighing 1/k.
        axis: fit or interest.
    """
    signals = np.array([signal.axis == axis for signal in bundle.spec.signals])
    if not signals.any():
        return None
    points = whole_points(explained.by_signal(bundle.spec), bundle.model.expected, bundle.reference)
    return quarters(points.start + points.signals[:, signals].sum(axis=1), explained.weights)


def quarters(points: NDArray[np.int64], weights: Floats) -> Cuts | None:
    """The whole points from which the best quarter, half and three quarters begin, as nearly as whole points allow.

    Many leads may share a value, as those that did nothing yet share an interest: then cuts meet, and the class
    between them has no lead. Only where all leads share one value is there nothing to tell apart, and no cut.

    >>> quarters(np.array([10, 20, 30, 40]), np.ones(4)), quarters(np.array([5, 5, 5, 5]), np.ones(4))
    (Cuts(first=40, second=30, third=20), None)
    """
    values, place = np.unique(points, return_inverse=True)
    if len(values) < 2:
        return None
    weight = np.bincount(place, weights)
    at_least = np.cumsum(weight[::-1])[::-1] / weight.sum()
    # the lowest value is no cut: below it there is nobody
    candidates, reached = values[1:][::-1], at_least[1:][::-1]
    first, second, third = (int(candidates[np.argmin(np.abs(reached - share))]) for share in _SHARES)
    return Cuts(first, second, third)
