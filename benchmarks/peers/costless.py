"""Learners that cost nothing, or next to nothing."""

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks.comparisons import Comparison
from benchmarks.peers.peer import Learn
from leadscore.model.arrays import Floats
from leadscore.model.learning.baselines import BASELINES
from leadscore.model.learning.learner.boosting import BoostingRun

_MIN_FREQUENCY = 10


def baseline(name: str) -> Learn:
    """A baseline that the product itself compares with."""
    learn = BASELINES[name]
    return lambda comparison, run: learn(comparison.training, comparison.spec, comparison.test.matrix, run)


def logistic_regression(comparison: Comparison, run: BoostingRun) -> Floats:
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
