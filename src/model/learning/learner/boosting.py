"""LightGBM as leadscore uses it: deterministic, text out, leaves that can be rescaled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import lightgbm as lgb
import numpy as np
from lightgbm import basic
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Flavour, Hyperparameters

_MAX_ROUNDS = 3000
_PATIENCE_ROUNDS = 100


@dataclass(frozen=True)
class BoostingRows:
    """Rows to learn from.

    Attributes:
        matrix: Features, NaN where unknown; category codes as numbers.
        converted: The labels.
        weights: How much each row counts.
        categorical: Positions of the features that are codes.
        lead: Which lead each row belongs to; None where every row is a lead.
    """

    matrix: Floats
    converted: Mask
    weights: Floats
    categorical: tuple[int, ...]
    lead: Integers | None = None

    @property
    def leads(self) -> Integers:
        """Which lead each row belongs to."""
        return np.arange(len(self.converted)) if self.lead is None else self.lead

    @property
    def n_smaller_class(self) -> int:
        """Leads with at least one label of the class that fewer leads have."""
        return min(len(np.unique(self.leads[self.converted == label])) for label in (True, False))

    def take(self, rows: NDArray[Any]) -> "BoostingRows":
        """The rows at these positions, or where this mask is true."""
        lead = None if self.lead is None else self.lead[rows]
        return BoostingRows(self.matrix[rows], self.converted[rows], self.weights[rows], self.categorical, lead)

    def with_features(self, positions: Sequence[int]) -> "BoostingRows":
        """The rows with only the features at these positions."""
        categorical = tuple(new for new, old in enumerate(positions) if old in self.categorical)
        return replace(self, matrix=np.ascontiguousarray(self.matrix[:, positions]), categorical=categorical)


@dataclass(frozen=True)
class BoostingRun:
    """How to run the learner.

    Attributes:
        seed: Of everything random.
        threads: For LightGBM; the model does not depend on it.
        hyperparameters: How hard each part tries.
        flavour: Which of the boosted parts.
        monotone: Per feature 1 where the log-odds may only rise with it, -1 where they may only fall, else 0.
    """

    seed: int
    threads: int
    hyperparameters: Hyperparameters = DEFAULT
    flavour: Flavour = "trees"
    monotone: tuple[int, ...] = ()

    def parameters(self, n_columns: int) -> dict[str, Any]:
        """LightGBM's parameters for the same bytes from the same seed."""
        return {
            **self.hyperparameters.boosting(self.flavour),
            **self._monotone_parameters(n_columns),
            "objective": "binary",
            "verbose": -1,
            "seed": self.seed,
            "num_threads": self.threads,
            "deterministic": True,
            "force_row_wise": True,
        }

    def _monotone_parameters(self, n_columns: int) -> dict[str, Any]:
        if not any(self.monotone):
            return {}
        held = [*self.monotone, *[0] * (n_columns - len(self.monotone))]
        # with smoothed leaves, or by its other methods, LightGBM 4.7 lets trees turn the wrong way
        return {"monotone_constraints": held, "monotone_constraints_method": "basic", "path_smooth": 0.0}


def boost_until_best(rows: BoostingRows, held_out: BoostingRows, run: BoostingRun) -> lgb.Booster:
    """Add trees until the held-out log loss has not improved for a hundred rounds; ``best_iteration`` says where."""
    training = _dataset(rows, run)
    return lgb.train(
        run.parameters(rows.matrix.shape[1]),
        training,
        num_boost_round=_MAX_ROUNDS,
        valid_sets=[_dataset(held_out, run, reference=training)],
        callbacks=[lgb.early_stopping(_PATIENCE_ROUNDS, verbose=False)],
    )


def boost(rows: BoostingRows, run: BoostingRun, *, rounds: int) -> lgb.Booster:
    """Exactly so many trees."""
    return lgb.train(run.parameters(rows.matrix.shape[1]), _dataset(rows, run), num_boost_round=rounds)


def scaled_text(booster: lgb.Booster, factor: float) -> str:
    """The booster's text with every leaf multiplied, and without the parameters of the run that made it."""
    n_leaves = re.findall(r"^num_leaves=(\d+)$", booster.model_to_string(), re.MULTILINE)
    for tree, leaves in enumerate(map(int, n_leaves)):
        for leaf in range(leaves):
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


def _dataset(rows: BoostingRows, run: BoostingRun, *, reference: lgb.Dataset | None = None) -> lgb.Dataset:
    return lgb.Dataset(
        rows.matrix,
        rows.converted.astype(np.float64),
        weight=rows.weights / rows.weights.mean(),
        categorical_feature=list(rows.categorical),
        reference=reference,
        params=run.parameters(rows.matrix.shape[1]),
    )
