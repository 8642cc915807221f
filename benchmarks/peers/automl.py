"""AutoML: what tries many learners for a given time and keeps the best, or a stack of them."""

import os
import tempfile
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.comparisons import Comparison
from leadscore.model.arrays import Floats
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun

Floats = Floats

FLAML_SECONDS, AUTOGLUON_SECONDS = 60, 300
_LABEL = "converted"


def flaml(comparison: Comparison, run: BoostingRun) -> Floats:
    """FLAML on one core, by log loss."""
    automl = import_module("flaml").AutoML()
    automl.fit(
        _frame(comparison.training),
        comparison.training.converted.astype(int),
        task="classification",
        metric="log_loss",
        time_budget=FLAML_SECONDS,
        n_jobs=run.threads,
        seed=run.seed,
        verbose=0,
    )
    return np.asarray(automl.predict_proba(_frame(comparison.test))[:, 1], dtype=np.float64)


def autogluon(comparison: Comparison, run: BoostingRun) -> Floats:
    """AutoGluon's best quality, by log loss, on every core there is."""
    with tempfile.TemporaryDirectory() as folder:
        tabular = import_module("autogluon.tabular")
        predictor = tabular.TabularPredictor(label=_LABEL, eval_metric="log_loss", path=folder, verbosity=0)
        training = _frame(comparison.training).assign(**{_LABEL: comparison.training.converted.astype(int)})
        predictor.fit(
            training, presets="best_quality", time_limit=AUTOGLUON_SECONDS, num_cpus=os.cpu_count(), num_gpus=0
        )
        return np.asarray(predictor.predict_proba(_frame(comparison.test))[1], dtype=np.float64)


def _frame(rows: BoostingRows) -> Any:
    """Rows as these libraries like them: categories as text."""
    table = pd.DataFrame(rows.matrix).rename(columns=lambda position: f"feature_{position}")
    names = [f"feature_{position}" for position in rows.categorical]
    codes = {name: table[name].map(lambda code: None if np.isnan(code) else str(int(code))) for name in names}
    return table.assign(**codes).astype(dict.fromkeys(names, "category"))
