"""LightGBM as leadscore uses it: deterministic, text out, leaves that can be rescaled."""

from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REGULARISED: dict[str, float] = {
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
}
"""Small, shrunken trees; on fifteen splits of ten conversion sets they beat the defaults on every one."""

_MAX_ROUNDS = 3000
_PATIENCE_ROUNDS = 100


@dataclass(frozen=True)
class Rows:
    """Rows to learn from.

    Attributes:
        matrix: Features, NaN where unknown; category codes as numbers.
        converted: The labels.
        weights: How much each row counts.
        categorical: Positions of the features that are codes.
    """

    matrix: Floats
    converted: NDArray[np.bool_]
    weights: Floats
    categorical: tuple[int, ...]

    def take(self, rows: NDArray[Any]) -> "Rows":
        """The rows at these positions, or where this mask is true."""
        return Rows(self.matrix[rows], self.converted[rows], self.weights[rows], self.categorical)


@dataclass(frozen=True)
class Run:
    """How to run LightGBM: the only settings that are not part of the model."""

    seed: int
    threads: int

    def parameters(self) -> dict[str, Any]:
        """LightGBM's parameters for the same bytes from the same seed."""
        return {
            **REGULARISED,
            "objective": "binary",
            "verbose": -1,
            "seed": self.seed,
            "num_threads": self.threads,
            "deterministic": True,
            "force_row_wise": True,
        }


def boost_until_best(rows: Rows, held_out: Rows, run: Run) -> lgb.Booster:
    """Add trees until the held-out log loss has not improved for a hundred rounds; ``best_iteration`` tells where."""
    training = _dataset(rows, run)
    return lgb.train(
        run.parameters(),
        training,
        num_boost_round=_MAX_ROUNDS,
        valid_sets=[_dataset(held_out, run, reference=training)],
        callbacks=[lgb.early_stopping(_PATIENCE_ROUNDS, verbose=False)],
    )


def boost(rows: Rows, run: Run, *, rounds: int) -> lgb.Booster:
    """Exactly so many trees."""
    return lgb.train(run.parameters(), _dataset(rows, run), num_boost_round=rounds)


def scaled_text(booster: lgb.Booster, factor: float) -> str:
    """The booster's text with every leaf multiplied, and without the parameters of the run that made it."""
    for tree, info in enumerate(booster.dump_model()["tree_info"]):
        for leaf in range(info["num_leaves"]):
            booster.set_leaf_output(tree, leaf, factor * booster.get_leaf_output(tree, leaf))
    text: str = booster.model_to_string()
    return text[: text.index("\nparameters:")] + "\n"


def _dataset(rows: Rows, run: Run, *, reference: lgb.Dataset | None = None) -> lgb.Dataset:
    return lgb.Dataset(
        rows.matrix,
        rows.converted.astype(np.float64),
        weight=rows.weights / rows.weights.mean(),
        categorical_feature=list(rows.categorical),
        reference=reference,
        params=run.parameters(),
    )
