"""Contributions of trees by patterns of their splits equal LightGBM's own, whatever the values."""

import numpy as np
import pytest

from leadscore.model.arrays import Floats
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun, boost
from leadscore.model.learning.learner.hyperparameters import Flavour, Hyperparameters
from leadscore.model.learning.learner.tree_contributions import tree_contributions

N, N_NUMBERS, LEVELS = 2_000, 3, 70
STRANGE = np.array(
    [np.nan, np.inf, -np.inf, 1e300, -1e300, 0.0, -0.0, 5e-324, 1e-35, -1.0, 31.0, 32.0, 69.0, 70.0, 1e9]
)


def drawn(*, seed: int, gaps: bool) -> BoostingRows:
    """Numbers and a category of more levels than a word of a split has bits; with gaps in all of them, or in none."""
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([rng.normal(size=(N, N_NUMBERS)), rng.integers(0, LEVELS, N)])
    log_odds = matrix[:, 0] + np.abs(matrix[:, 1]) + np.where(matrix[:, 3] % 3 == 0, 1.0, -1.0)
    if gaps:
        matrix[rng.random(matrix.shape) < 0.2] = np.nan
    return BoostingRows(matrix, rng.random(N) < 1 / (1 + np.exp(-log_odds)), np.ones(N), (N_NUMBERS,))


def strange_rows(rows: BoostingRows) -> Floats:
    rng = np.random.default_rng(9)
    return np.where(rng.random(rows.matrix.shape) < 0.3, rng.choice(STRANGE, rows.matrix.shape), rows.matrix)


@pytest.mark.parametrize("gaps", [True, False])
@pytest.mark.parametrize("flavour", ["trees", "encoded_trees"])
def test_they_equal_those_of_lightgbm(flavour: Flavour, gaps: bool) -> None:
    rows = drawn(seed=1, gaps=gaps)
    booster = boost(rows, BoostingRun(0, 1, flavour=flavour), rounds=40)
    for matrix in (rows.matrix, strange_rows(rows)):
        expected = np.asarray(booster.predict(matrix, pred_contrib=True, num_threads=1))[:, :-1]
        np.testing.assert_allclose(
            tree_contributions(booster, matrix, n_trees=40, threads=1), expected, rtol=0, atol=1e-12
        )


def test_only_the_first_trees_count() -> None:
    rows = drawn(seed=2, gaps=True)
    booster = boost(rows, BoostingRun(0, 1), rounds=20)
    expected = np.asarray(booster.predict(rows.matrix, pred_contrib=True, num_iteration=7, num_threads=1))[:, :-1]
    np.testing.assert_allclose(tree_contributions(booster, rows.matrix, n_trees=7, threads=1), expected, atol=1e-12)


def test_trees_of_more_splits_than_a_number_has_bits_are_explained_row_by_row() -> None:
    rows = drawn(seed=3, gaps=False)
    run = BoostingRun(0, 1, Hyperparameters(num_leaves=120, min_data_in_leaf=5))
    booster = boost(rows, run, rounds=3)
    expected = np.asarray(booster.predict(rows.matrix, pred_contrib=True, num_threads=1))[:, :-1]
    np.testing.assert_allclose(tree_contributions(booster, rows.matrix, n_trees=3, threads=1), expected, atol=1e-12)


def test_trees_without_a_split_contribute_nothing() -> None:
    rows = drawn(seed=4, gaps=False).take(np.arange(30))
    booster = boost(rows, BoostingRun(0, 1), rounds=3)
    assert not tree_contributions(booster, rows.matrix, n_trees=3, threads=1).any()
