"""How well columns together rank leads, by a small booster on the same folds whatever the columns."""

from collections.abc import Sequence

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from leadscore.model.leakage.alone import FOLDS
from leadscore.model.leakage.columns import Column
from leadscore.model.leakage.evidence import Evidence, evenly

Floats = NDArray[np.float64]

_MOST_CELLS, _ENOUGH_LEADS = 4_000_000, 10_000
_MOST_LEVELS, _FEWEST_PER_LEVEL = 200, 10
_ROUNDS = 150
_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 7,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "path_smooth": 10.0,
    "cat_smooth": 20.0,
    "cat_l2": 20.0,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def sampled(leads: int, *, columns: int) -> NDArray[np.int64]:
    """Positions of the leads to learn from: the fewer, the more columns there are."""
    return evenly(leads, most=max(_MOST_CELLS // max(columns, 1), _ENOUGH_LEADS))


def joint_scores(columns: Sequence[Column], evidence: Evidence, rows: NDArray[np.int64]) -> Floats:
    """Cross-fitted log-odds of these leads by all the columns."""
    matrix = np.column_stack([_numbers(column)[rows] for column in columns])
    categorical = [position for position, column in enumerate(columns) if not column.numeric]
    learning = evidence.config.learning
    parameters = {**_PARAMETERS, "seed": learning.seed, "num_threads": learning.threads}
    converted, fold = evidence.converted[rows], evidence.fold[rows]
    scores = np.zeros(len(rows))
    for held_out in range(FOLDS):
        out = fold == held_out
        dataset = lgb.Dataset(
            matrix[~out], converted[~out].astype(float), categorical_feature=categorical, params=parameters
        )
        booster = lgb.train(parameters, dataset, num_boost_round=_ROUNDS)
        scores[out] = np.asarray(booster.predict(matrix[out], raw_score=True, num_threads=learning.threads))
    return scores


def _numbers(column: Column) -> Floats:
    """Numbers as they are; of categories the frequent levels as codes, all rare ones together as one more."""
    if column.numeric:
        return np.asarray(column.values, dtype=np.float64)
    counts = np.bincount(column.codes[column.known])
    frequent = np.argsort(-counts, kind="stable")[:_MOST_LEVELS]
    frequent = frequent[counts[frequent] >= _FEWEST_PER_LEVEL]
    code = np.full(len(counts) + 1, float(len(frequent)))
    code[frequent] = np.arange(len(frequent))
    code[-1] = np.nan  # where a missing value, of code -1, finds itself
    return code[column.codes]
