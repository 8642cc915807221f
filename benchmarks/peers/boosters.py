"""Boosted trees as their libraries ship them, and LightGBM tuned with care."""

from importlib import import_module
from typing import Any

import lightgbm as lgb
import numpy as np
import optuna
import pandas as pd
from scipy.special import expit, logit
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold, train_test_split
from threadpoolctl import threadpool_limits

from benchmarks.comparisons import Comparison
from leadscore.model.arrays import Floats
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.calibration import fit_line

Floats = Floats

_MOST_HIST_CODES = 254  # the library takes no category with more
_TRIALS, _FOLDS, _PATIENCE_ROUNDS, _MAX_ROUNDS = 50, 5, 50, 1500
_EDGE = 1e-6


def xgboost(comparison: Comparison, run: BoostingRun) -> Floats:
    """XGBoost's defaults, a hundred rounds, native categories."""
    xgb = import_module("xgboost")
    kinds = ["c" if p in comparison.training.categorical else "q" for p in range(len(comparison.spec.features))]

    def matrix(rows: BoostingRows) -> Any:
        labels = rows.converted.astype(np.float64)
        return xgb.DMatrix(rows.matrix, labels, feature_types=kinds, enable_categorical=True, nthread=run.threads)

    parameters = {"objective": "binary:logistic", "seed": run.seed, "nthread": run.threads}
    booster = xgb.train(parameters, matrix(comparison.training), num_boost_round=100)
    return np.asarray(booster.predict(matrix(comparison.test)), dtype=np.float64)


def catboost(comparison: Comparison, run: BoostingRun) -> Floats:
    """CatBoost's defaults, native categories."""
    categorical = list(comparison.training.categorical)

    def coded(rows: BoostingRows) -> Any:
        table = pd.DataFrame(rows.matrix)
        codes = table[categorical].fillna(-1).astype(int).astype(str)
        return pd.concat([table.drop(columns=categorical), codes], axis=1)[list(table.columns)]

    model = import_module("catboost").CatBoostClassifier(
        random_seed=run.seed,
        thread_count=run.threads,
        cat_features=categorical,
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(coded(comparison.training), comparison.training.converted.astype(int))
    return np.asarray(model.predict_proba(coded(comparison.test))[:, 1], dtype=np.float64)


def hist_gradient_boosting(comparison: Comparison, run: BoostingRun) -> Floats:
    """scikit-learn's histogram boosting with its defaults; categories of too many levels as ordered codes."""
    counts = comparison.spec.code_counts
    small = [p for p in comparison.training.categorical if counts[p] <= _MOST_HIST_CODES]
    model = HistGradientBoostingClassifier(categorical_features=small or None, random_state=run.seed)
    with threadpool_limits(limits=run.threads):  # it would take every core
        model.fit(comparison.training.matrix, comparison.training.converted)
        return np.asarray(model.predict_proba(comparison.test.matrix)[:, 1], dtype=np.float64)


def tuned_lightgbm(comparison: Comparison, run: BoostingRun) -> Floats:
    """LightGBM with fifty optuna trials on a quarter held out, then a Platt line out of fold and a refit."""
    rows = comparison.training
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    learn, hold = train_test_split(
        np.arange(len(rows.converted)), test_size=0.25, random_state=run.seed, stratify=rows.converted
    )

    def loss(trial: optuna.Trial) -> float:
        booster = _until_best(rows.take(learn), rows.take(hold), _parameters(trial, run))
        return float(booster.best_score["valid_0"]["binary_logloss"])

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=run.seed))
    study.optimize(loss, n_trials=_TRIALS)
    return _platt_refit(comparison, {**study.best_params, **_fixed(run)}, run)


def _platt_refit(comparison: Comparison, parameters: dict[str, Any], run: BoostingRun) -> Floats:
    rows = comparison.training
    margins, rounds = np.zeros(len(rows.converted)), []
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=run.seed)
    for training, held_out in folds.split(rows.matrix, rows.converted):
        booster = _until_best(rows.take(training), rows.take(held_out), parameters)
        margins[held_out] = booster.predict(rows.matrix[held_out], raw_score=True, num_threads=run.threads)
        rounds.append(booster.best_iteration)
    line = fit_line(margins[:, None], rows.converted, rows.weights)
    booster = lgb.train(parameters, _dataset(rows), num_boost_round=max(1, round(1.1 * float(np.mean(rounds)))))
    probability = np.clip(booster.predict(comparison.test.matrix, num_threads=run.threads), _EDGE, 1 - _EDGE)
    return np.asarray(expit(line.apply(logit(probability)[:, None])), dtype=np.float64)


def _parameters(trial: optuna.Trial, run: BoostingRun) -> dict[str, Any]:
    return {
        "learning_rate": trial.suggest_float("learning_rate", 0.02, 0.2, log=True),
        "num_leaves": trial.suggest_int("num_leaves", 4, 64, log=True),
        "min_data_in_leaf": trial.suggest_int("min_data_in_leaf", 5, 200, log=True),
        "feature_fraction": trial.suggest_float("feature_fraction", 0.3, 1.0),
        "bagging_fraction": trial.suggest_float("bagging_fraction", 0.5, 1.0),
        "lambda_l2": trial.suggest_float("lambda_l2", 1e-3, 30.0, log=True),
        "cat_smooth": trial.suggest_float("cat_smooth", 1.0, 100.0, log=True),
        **_fixed(run),
    }


def _fixed(run: BoostingRun) -> dict[str, Any]:
    return {"objective": "binary", "verbose": -1, "seed": run.seed, "num_threads": run.threads, "bagging_freq": 1}


def _until_best(rows: BoostingRows, held_out: BoostingRows, parameters: dict[str, Any]) -> lgb.Booster:
    training = _dataset(rows)
    stop = lgb.early_stopping(_PATIENCE_ROUNDS, verbose=False)
    valid = training.create_valid(held_out.matrix, held_out.converted.astype(np.float64))
    return lgb.train(parameters, training, num_boost_round=_MAX_ROUNDS, valid_sets=[valid], callbacks=[stop])


def _dataset(rows: BoostingRows) -> lgb.Dataset:
    return lgb.Dataset(rows.matrix, rows.converted.astype(np.float64), categorical_feature=list(rows.categorical))
