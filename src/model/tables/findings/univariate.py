"""How well one column predicts the outcome by itself, on leads it was not fitted to."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

_FOLDS, _BINS, _PRIOR_LEADS = 5, 20, 10.0
_CONFIDENT = 1.96


@dataclass(frozen=True)
class Auc:
    """Area under the ROC curve, and its 95 % interval."""

    value: float
    low: float
    high: float


def filled(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are there: numbers that are not NaN, text that is not None."""
    if values.dtype.kind == "f":
        return np.asarray(~np.isnan(values))
    return np.array([value is not None for value in values], dtype=bool)


def auc_alone(values: NDArray[Any], converted: NDArray[np.bool_], *, seed: int) -> Auc:
    """The AUC of one column's binned conversion rates, each lead judged by the rates of the other folds.

    Args:
        values: Numbers (NaN is a bin of its own), or text with None for a missing value.
        converted: Per lead, whether it converted; both must occur.
        seed: Of the assignment of leads to folds.
    """
    codes = _binned(values) if values.dtype.kind == "f" else _coded(values)
    fold = np.random.default_rng(seed).permutation(len(codes)) % _FOLDS
    return _auc(_rates_of_other_folds(codes, converted, fold), converted)


def _binned(values: NDArray[np.float64]) -> NDArray[np.int64]:
    known = ~np.isnan(values)
    codes = np.zeros(len(values), dtype=np.int64)
    if known.any():
        edges = np.unique(np.quantile(values[known], np.linspace(0, 1, _BINS + 1)[1:-1]))
        codes[known] = 1 + np.searchsorted(edges, values[known], side="left")
    return codes


def _coded(values: NDArray[Any]) -> NDArray[np.int64]:
    position: dict[Any, int] = {}
    return np.array([position.setdefault(value, len(position)) for value in values], dtype=np.int64)


def _rates_of_other_folds(
    codes: NDArray[np.int64], converted: NDArray[np.bool_], fold: NDArray[np.int64]
) -> NDArray[np.float64]:
    n_codes, typical = int(codes.max(initial=0)) + 1, converted.mean()
    cell = fold * n_codes + codes
    leads = np.bincount(cell, minlength=_FOLDS * n_codes).reshape(_FOLDS, n_codes)
    wins = np.bincount(cell, weights=converted, minlength=_FOLDS * n_codes).reshape(_FOLDS, n_codes)
    others, others_won = leads.sum(axis=0) - leads, wins.sum(axis=0) - wins
    rates = (others_won + _PRIOR_LEADS * typical) / (others + _PRIOR_LEADS)
    return np.asarray(rates[fold, codes])


def _auc(score: NDArray[np.float64], converted: NDArray[np.bool_]) -> Auc:
    """With the standard error of Hanley and McNeil (1982)."""
    n_won, n_not = int(converted.sum()), int((~converted).sum())
    ranks = rankdata(score)
    value = (ranks[converted].sum() - n_won * (n_won + 1) / 2) / (n_won * n_not)
    both_won, both_not = value / (2 - value), 2 * value**2 / (1 + value)
    spread = (n_won - 1) * (both_won - value**2) + (n_not - 1) * (both_not - value**2)
    error = np.sqrt((value * (1 - value) + spread) / (n_won * n_not))
    return Auc(float(value), float(value - _CONFIDENT * error), float(value + _CONFIDENT * error))
