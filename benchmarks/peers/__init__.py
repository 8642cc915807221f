"""The learners that are compared, each a function from training rows to probabilities for test rows."""

from collections.abc import Mapping
from importlib.util import find_spec

from benchmarks.peers.automl import autogluon, flaml
from benchmarks.peers.boosters import catboost, hist_gradient_boosting, tuned_lightgbm, xgboost
from benchmarks.peers.costless import baseline, logistic_regression
from benchmarks.peers.ours import leadscore
from benchmarks.peers.peer import Peer

OURS, LIGHTGBM, TUNED = "leadscore", "LightGBM default", "LightGBM tuned"

PEERS: Mapping[str, Peer] = {
    OURS: Peer(leadscore, "leadscore", kept=False),
    LIGHTGBM: Peer(baseline("lightgbm"), "lightgbm"),
    TUNED: Peer(tuned_lightgbm, "lightgbm"),
    "XGBoost": Peer(xgboost, "xgboost-cpu", "xgboost"),
    "CatBoost": Peer(catboost, "catboost", "catboost"),
    "HistGradientBoosting": Peer(hist_gradient_boosting, "scikit-learn"),
    "FLAML, 60 s": Peer(flaml, "flaml", "flaml"),
    "AutoGluon best_quality, 300 s": Peer(autogluon, "autogluon.tabular", "autogluon"),
    "logistic regression": Peer(logistic_regression, "scikit-learn"),
    "naive Bayes": Peer(baseline("naive_bayes"), "numpy"),
    "base rate": Peer(baseline("base_rate"), "numpy"),
}
"""Every learner by its name in tables."""


def installed() -> dict[str, Peer]:
    """The learners whose library is there."""
    return {name: peer for name, peer in PEERS.items() if find_spec(peer.module) is not None}


__all__ = ["LIGHTGBM", "OURS", "PEERS", "TUNED", "Peer", "installed"]
