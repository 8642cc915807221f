"""One column as the signs look at it, and how well it ranks leads by itself."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from leadscore.model.arrays import Floats, LevelCodes, Mask
from leadscore.model.config import ColumnSettings

_BINS = 20


@dataclass(frozen=True)
class LeakColumn:
    """A column of some leads.

    Attributes:
        name: Its name.
        settings: How it is configured.
        values: Numbers with NaN where missing (of a date, the days since creation), or text with None.
    """

    name: str
    settings: ColumnSettings
    values: NDArray[Any]

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, dates included."""
        return self.values.dtype.kind == "f"

    @property
    def comparable(self) -> bool:
        """Whether its values can be met again in other leads; an address is met once."""
        return self.settings.role != "email"

    @cached_property
    def known(self) -> Mask:
        """Per lead, whether there is a value."""
        return np.asarray(~pd.isna(self.values))

    @cached_property
    def codes(self) -> LevelCodes:
        """Per lead, which of the different values it has; -1 where none."""
        return pd.factorize(self.values)[0].astype(np.int32)

    @cached_property
    def groups(self) -> LevelCodes:
        """Per lead its value, or of numbers one of twenty bins of about equal size, from 1; 0 where missing."""
        if not self.numeric:
            return self.codes + 1
        groups = np.zeros(len(self.values), dtype=np.int32)
        known = self.values[self.known]
        if len(known):
            edges = np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1]))
            groups[self.known] = 1 + np.searchsorted(edges, known, side="left")
        return groups

    def level(self, code: int) -> str:
        """The value that a code stands for."""
        return str(self.values[int(np.argmax(self.codes == code))])


FOLDS = 5
_PRIOR_LEADS = 10.0


@dataclass(frozen=True)
class Auc:
    """Area under the ROC curve, and its standard error."""

    value: float
    error: float

    def beyond_chance(self, tests: int) -> bool:
        """Whether it is above one half by more than chance would show in so many columns, one time in twenty."""
        return self.value - self.error * float(norm.isf(0.05 / max(tests, 1))) > 0.5


def folds(leads: int, *, seed: int) -> LevelCodes:
    """Per lead one of five folds of about equal size, by chance."""
    return (np.random.default_rng(seed).permutation(leads) % FOLDS).astype(np.int32)


def auc_alone(groups: LevelCodes, converted: Mask, fold: LevelCodes) -> Auc:
    """The AUC of the groups' cross-fitted rates, with the standard error of Hanley and McNeil (1982).

    Args:
        groups: Per lead, which group it is in, from 0.
        converted: Per lead, whether it converted; both must occur.
        fold: Per lead, the fold it is left out with.
    """
    rates, wins, leads = _cells(groups, converted, fold)
    _, place = np.unique(rates.ravel(), return_inverse=True)
    won = np.bincount(place, weights=wins.ravel())
    lost = np.bincount(place, weights=(leads - wins).ravel())
    n_won, n_lost = won.sum(), lost.sum()
    beaten = np.cumsum(lost) - lost / 2
    value = float((won * beaten).sum() / (n_won * n_lost))
    both_won, both_lost = value / (2 - value), 2 * value**2 / (1 + value)
    spread = (n_won - 1) * (both_won - value**2) + (n_lost - 1) * (both_lost - value**2)
    return Auc(value, float(np.sqrt((value * (1 - value) + spread) / (n_won * n_lost))))


def rates_alone(groups: LevelCodes, converted: Mask, fold: LevelCodes) -> Floats:
    """Per lead, the conversion rate of its group among the leads of the other folds, drawn to the rate of all."""
    rates, _, _ = _cells(groups, converted, fold)
    return np.asarray(rates[fold, groups])


def _cells(groups: LevelCodes, converted: Mask, fold: LevelCodes) -> tuple[Floats, Floats, Floats]:
    """Cross-fitted rate, number of conversions and number of leads, per fold and group."""
    n_groups = int(groups.max(initial=0)) + 1
    cell, shape = fold * n_groups + groups, (FOLDS, n_groups)
    leads, wins = (
        np.bincount(cell, weights=weights, minlength=FOLDS * n_groups).astype(np.float64).reshape(shape)
        for weights in (None, converted)
    )
    others, others_won = leads.sum(axis=0) - leads, wins.sum(axis=0) - wins
    rates = (others_won + _PRIOR_LEADS * float(converted.mean())) / (others + _PRIOR_LEADS)
    return np.asarray(rates), wins, leads
