"""The drift gate on ready-made rows, which have an order but none of the product's backtest folds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Integers, Mask
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.drift import Drift, measure_drift
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.effort import folds_for
from leadscore.model.learning.learner.estimator import fit

OLD_SHARE = 0.8
"""Share of the leads, the oldest, that the gate learns from."""


def gate(rows: BoostingRows, order: NDArray[Any], spec: FeatureSpec, run: BoostingRun) -> Drift:
    """Measure drift where only an order is known: learn from the oldest four fifths of the leads, score the rest.

    Args:
        rows: Training rows.
        order: A moment or a position per row; a lead stands where its first row does.
        spec: The features of the matrix.
        run: Seed, threads and hyperparameters.

    Raises:
        NotEnoughDataError: The oldest leads hold too few of a class to learn from.
    """
    old = _old(rows.leads, order)
    earlier, later = rows.take(old), rows.take(~old)
    if earlier.n_smaller_class == 0:
        raise NotEnoughDataError(
            "The oldest four fifths of the leads do not hold both outcomes",
            where="the order of the leads",
            remedy="do without the drift gate",
        )
    model = fit(earlier, folds_for(earlier, seed=run.seed), spec, run).model
    evaluation_set = EvaluationSet(later.converted, later.weights, later.leads)
    return measure_drift(model.log_odds(later.matrix, threads=run.threads), evaluation_set, order=order[~old])


def _old(lead: Integers, order: NDArray[Any]) -> Mask:
    """The rows of the oldest leads; leads of one moment stay together, for their order may say how they ended."""
    leads, position = np.unique(lead, return_inverse=True)
    first = np.full(len(leads), order.max())
    np.minimum.at(first, position, order)
    old: Mask = (first < np.quantile(first, OLD_SHARE, method="higher"))[position]
    return old
