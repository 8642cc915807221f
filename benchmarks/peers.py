"""The learners that are compared, each a function from training rows to probabilities for test rows."""

from collections.abc import Callable, Mapping

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks.comparisons import Comparison
from benchmarks.naive_bayes import fit_naive_bayes
from leadscore.model.features.leads import Snapshots
from leadscore.model.learning.boosting import Run
from leadscore.model.learning.estimator import fit
from leadscore.model.learning.splitting import lead_folds
from leadscore.model.scoring.additive import sigmoid
from leadscore.model.tables.snapshots import LabelledSnapshots

Floats = NDArray[np.float64]
Peer = Callable[[Comparison, Run], Floats]
"""Learns from the training rows and gives the probability of each test row."""

OURS, LIGHTGBM = "leadscore", "LightGBM default"

_FOLDS = 5
_MIN_FREQUENCY = 10


def leadscore(comparison: Comparison, run: Run) -> Floats:
    """The product's learner, on five stratified folds, one row per lead."""
    n = len(comparison.training.converted)
    leads = Snapshots(np.arange(n), np.zeros(n, dtype=np.int64))
    labelled = LabelledSnapshots(leads, comparison.training.converted, np.ones(n, dtype=bool), np.full(n, np.nan))
    folds = lead_folds(labelled, n_folds=_FOLDS, seed=run.seed)
    fitted = fit(comparison.training, folds, comparison.spec, run)
    return sigmoid(fitted.model.log_odds(comparison.test.matrix, threads=run.threads))


def lightgbm_default(comparison: Comparison, run: Run) -> Floats:
    """LightGBM as it comes: a hundred rounds, native categories."""
    training = comparison.training
    parameters = {"objective": "binary", "verbose": -1, "seed": run.seed, "num_threads": run.threads}
    labels = training.converted.astype(np.float64)
    data = lgb.Dataset(training.matrix, labels, categorical_feature=list(training.categorical))
    booster = lgb.train(parameters, data)
    return np.asarray(booster.predict(comparison.test.matrix, num_threads=run.threads), dtype=np.float64)


def logistic_regression(comparison: Comparison, run: Run) -> Floats:
    """scikit-learn's logistic regression: categories one-hot, numbers standardised, C = 1."""
    categorical = list(comparison.training.categorical)
    numeric = [p for p in range(comparison.training.matrix.shape[1]) if p not in set(categorical)]
    design = make_column_transformer(
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=_MIN_FREQUENCY), categorical),
        (make_pipeline(SimpleImputer(), StandardScaler()), numeric),
    )
    model = make_pipeline(design, LogisticRegression(max_iter=1000, random_state=run.seed))
    model.fit(comparison.training.matrix, comparison.training.converted)
    return np.asarray(model.predict_proba(comparison.test.matrix)[:, 1], dtype=np.float64)


def naive_bayes(comparison: Comparison, run: Run) -> Floats:
    """The predictive lead scoring that many CRMs ship."""
    return fit_naive_bayes(comparison.training, comparison.spec).probability(comparison.test.matrix)


def base_rate(comparison: Comparison, run: Run) -> Floats:
    """The training rows' conversion rate for everyone."""
    return np.full(len(comparison.test.converted), comparison.training.converted.mean())


PEERS: Mapping[str, Peer] = {
    OURS: leadscore,
    LIGHTGBM: lightgbm_default,
    "logistic regression": logistic_regression,
    "naive Bayes": naive_bayes,
    "base rate": base_rate,
}
"""Every learner by its name in tables."""
