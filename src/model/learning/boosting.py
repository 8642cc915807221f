"""LightGBM as leadscore uses it: deterministic, text out, leaves that can be rescaled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import lightgbm as lgb
import numpy as np
from lightgbm import basic
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
        lead: Which lead each row belongs to; None where every row is a lead.
    """

    matrix: Floats
    converted: NDArray[np.bool_]
    weights: Floats
    categorical: tuple[int, ...]
    lead: NDArray[np.int64] | None = None

    @property
    def leads(self) -> NDArray[np.int64]:
        """Which lead each row belongs to."""
        return np.arange(len(self.converted)) if self.lead is None else self.lead

    def take(self, rows: NDArray[Any]) -> "Rows":
        """The rows at these positions, or where this mask is true."""
        lead = None if self.lead is None else self.lead[rows]
        return Rows(self.matrix[rows], self.converted[rows], self.weights[rows], self.categorical, lead)


@dataclass(frozen=True)
class Run:
    """How to run LightGBM: seed, threads, and what differs from the regularised parameters."""

    seed: int
    threads: int
    flavour: Mapping[str, float] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """LightGBM's parameters for the same bytes from the same seed."""
        return {
            **REGULARISED,
            **self.flavour,
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
    return _without_parameters(booster)


def merged_text(texts: Sequence[str]) -> str:
    """One booster's text whose log-odds are the sum of several over the same columns."""
    first, *others = (lgb.Booster(model_str=text) for text in texts)
    for other in others:
        # part of LightGBM's C interface that its Python package does not wrap
        basic._safe_call(basic._LIB.LGBM_BoosterMerge(first._handle, other._handle))  # type: ignore[attr-defined]
    return _without_parameters(lgb.Booster(model_str=first.model_to_string()))


def _without_parameters(booster: lgb.Booster) -> str:
    return str(booster.model_to_string()).partition("\nparameters:")[0] + "\n"


def _dataset(rows: Rows, run: Run, *, reference: lgb.Dataset | None = None) -> lgb.Dataset:
    return lgb.Dataset(
        rows.matrix,
        rows.converted.astype(np.float64),
        weight=rows.weights / rows.weights.mean(),
        categorical_feature=list(rows.categorical),
        reference=reference,
        params=run.parameters(),
    )
