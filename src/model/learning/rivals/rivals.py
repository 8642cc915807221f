"""What a model has to beat: learners that cost nothing, or next to nothing, on the same rows."""

from collections.abc import Callable, Mapping

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.boosting import Rows, Run
from leadscore.model.learning.logistic import fit_logistic
from leadscore.model.learning.rivals.naive_bayes import fit_naive_bayes
from leadscore.model.scoring.additive import sigmoid

Floats = NDArray[np.float64]
Rival = Callable[[Rows, FeatureSpec, Floats, Run], Floats]
"""Learns from the training rows and gives the probability of each held-out row of the same features."""


def predictions(rows: Rows, spec: FeatureSpec, matrix: Floats, run: Run) -> dict[str, Floats]:
    """Every rival's probabilities for held-out rows, by name.

    Args:
        rows: Training rows.
        spec: The features of both matrices.
        matrix: The held-out rows.
        run: Seed and threads.
    """
    # sums of products depend, in the last bit, on how many threads share them: one keeps the figures the same
    with threadpool_limits(limits=1, user_api="blas"):
        return {name: rival(rows, spec, matrix, run) for name, rival in RIVALS.items()}


def base_rate(rows: Rows, spec: FeatureSpec, matrix: Floats, run: Run) -> Floats:
    """The training rows' conversion rate for everyone."""
    return np.full(len(matrix), np.average(rows.converted, weights=rows.weights))


def naive_bayes(rows: Rows, spec: FeatureSpec, matrix: Floats, run: Run) -> Floats:
    """The predictive lead scoring that many CRMs ship."""
    return fit_naive_bayes(rows, spec).probability(matrix)


def logistic(rows: Rows, spec: FeatureSpec, matrix: Floats, run: Run) -> Floats:
    """A regularised logistic regression: categories one-hot, numbers standardised, C = 1."""
    model = fit_logistic(rows.matrix, rows.converted, rows.weights, levels=spec.code_counts)
    return sigmoid(model.margin(matrix))


def lightgbm(rows: Rows, spec: FeatureSpec, matrix: Floats, run: Run) -> Floats:
    """LightGBM as it comes: a hundred rounds, native categories."""
    labels = rows.converted.astype(np.float64)
    data = lgb.Dataset(rows.matrix, labels, weight=rows.weights, categorical_feature=list(rows.categorical))
    parameters = {"objective": "binary", "verbose": -1, "deterministic": True, "force_row_wise": True}
    booster = lgb.train({**parameters, "seed": run.seed, "num_threads": run.threads}, data)
    return np.asarray(booster.predict(matrix, num_threads=run.threads), dtype=np.float64)


RIVALS: Mapping[str, Rival] = {
    "base_rate": base_rate,
    "naive_bayes": naive_bayes,
    "logistic": logistic,
    "lightgbm": lightgbm,
}
"""Every rival that learns from the rows alone, by its name in the card, in the card's order."""
