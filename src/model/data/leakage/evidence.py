"""The data that signs of leaks are computed from: leads with known outcomes, and their columns, each by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from leadscore.model.arrays import Floats, Integers, LevelCodes, Mask, Moments
from leadscore.model.config import ColumnSettings, Config
from leadscore.model.data.quality.conversions import converted_leads, ended_at, old_enough, too_early
from leadscore.model.data.tables.tables import Tables
from leadscore.model.scoring.language import Wording, wording_from
from leadscore.model.timestamps import DAY, NEVER

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


_MOST_LEADS, _MOST_CELLS, _ENOUGH_LEADS = 100_000, 20_000_000, 20_000


@dataclass(frozen=True)
class EndedLeads:
    """Some leads, at most 100,000 of them and fewer where there are more than 200 columns.

    Attributes:
        config: How columns are used.
        converted: Per lead, whether it converted at any time.
        columns: The columns the model may learn from, and those that are like ids.
        ended_at: Per lead, the moment it ended; ``NEVER`` where it is open, or the moment is not known.
        open: Per lead, whether it has not ended as far as is known.
        created_at: Per lead, the moment it was created; None in data without dates.
        data_until: The end of the data; None without dates.
    """

    config: Config
    converted: Mask
    columns: Mapping[str, LeakColumn]
    ended_at: Moments
    open: Mask
    created_at: Moments | None
    data_until: int | None

    @cached_property
    def wording(self) -> Wording:
        """The language that signs are described in."""
        return wording_from(self.config)

    @property
    def base_rate(self) -> float:
        """Share of the leads that converted."""
        return float(self.converted.mean())

    @property
    def features(self) -> tuple[LeakColumn, ...]:
        """The columns the model may learn from."""
        return tuple(self.columns[name] for name in self.config.feature_columns)

    @cached_property
    def fold(self) -> LevelCodes:
        """Per lead, the fold whose rates are learnt from the other leads."""
        return folds(len(self.converted), seed=self.config.learning.seed)

    @cached_property
    def alone(self) -> Mapping[str, Auc]:
        """How well each column ranks the leads by itself; without those whose values cannot be met again."""
        return {
            name: auc_alone(column.groups, self.converted, self.fold)
            for name, column in self.columns.items()
            if column.comparable
        }


def gather(tables: Tables, config: Config, *, matured: bool) -> EndedLeads:
    """Collect the data for the signs: leads created since the configured start of the data, evenly spread.

    Args:
        tables: The valid tables.
        config: How columns are used.
        matured: Only leads whose horizon has passed, so that not to have converted means something.
    """
    won, ended = converted_leads(tables), ended_at(tables)
    looked_at = {
        name: settings
        for name, settings in config.columns.items()
        if name in config.feature_columns or (settings.role == "id_like" and name in tables.leads.columns)
    }
    counting = ~too_early(tables, config.learning)
    if matured:
        counting &= old_enough(tables, config.learning.horizon_days)
    places = np.flatnonzero(counting)
    chosen = places[evenly(len(places), most=_most_leads(len(looked_at)))]
    created_at = tables.leads.created_at
    columns = {
        name: LeakColumn(name, settings, _values_before_end(tables, name, settings, ended)[chosen])
        for name, settings in looked_at.items()
    }
    return EndedLeads(
        config=config,
        converted=won[chosen],
        columns=columns,
        ended_at=ended[chosen],
        open=_open(tables, ended)[chosen],
        created_at=None if created_at is None else created_at[chosen],
        data_until=tables.data_until,
    )


def _open(tables: Tables, ended: Moments) -> Mask:
    """Per lead, whether it has no outcome; by a target column, whether that says so."""
    if tables.target is None:
        still_open = np.asarray(ended == NEVER)
        still_open[tables.unclear] = False
        return still_open
    still_open = np.zeros(len(tables.leads), dtype=bool)
    still_open[tables.still_open] = True
    return still_open


def evenly(leads: int, *, most: int) -> Integers:
    """Positions of at most so many leads, evenly spread."""
    return np.linspace(0, leads - 1, min(leads, most)).astype(np.int64)


def _most_leads(columns: int) -> int:
    return min(_MOST_LEADS, max(_MOST_CELLS // max(columns, 1), _ENOUGH_LEADS))


def _values_before_end(tables: Tables, name: str, settings: ColumnSettings, ended_at: Moments) -> NDArray[Any]:
    """The values that a model could read before each lead ended; dates as days since creation, where that is known."""
    values, created_at = tables.leads.columns[name], tables.leads.created_at
    if settings.role == "date":
        start = 0 if created_at is None else created_at
        values = np.where(values == NEVER, np.nan, (values - start) / DAY)
    if settings.known_after is None or created_at is None:
        return values
    if isinstance(settings.known_after, int):
        known_at = created_at + settings.known_after * DAY
    else:
        known_at = tables.leads.columns[settings.known_after]
    until = np.where(ended_at == NEVER, tables.data_until or 0, ended_at)
    values = values.copy()
    values[(known_at == NEVER) | (known_at >= until)] = np.nan if values.dtype.kind == "f" else None
    return values
