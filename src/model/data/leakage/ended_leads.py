"""The leads whose outcome is known, their columns, and when and how they ended: what every sign looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Integers, LevelCodes, Mask, Moments
from leadscore.model.config import ColumnSettings, Config
from leadscore.model.data.leakage.columns import Auc, LeakColumn, auc_alone, folds
from leadscore.model.data.quality.conversions import converted_leads, ended_at, old_enough, too_early
from leadscore.model.data.tables.tables import Tables
from leadscore.model.scoring.language import Wording, wording_from
from leadscore.model.timestamps import DAY, NEVER

_MOST_LEADS, _MOST_CELLS, _ENOUGH_LEADS = 100_000, 20_000_000, 20_000


@dataclass(frozen=True)
class EndedLeads:
    """Some leads, at most 100,000 of them and fewer where there are more than 200 columns.

    Attributes:
        config: How columns are used.
        converted: Per lead, whether it converted at any time.
        columns: The columns the model may learn from, and those that are like ids.
        ended_at: Per lead, the moment it ended; ``NEVER`` where it is open, or the moment is not known.
        created_at: Per lead, the moment it was created; None in data without dates.
        data_until: The end of the data; None without dates.
    """

    config: Config
    converted: Mask
    columns: Mapping[str, LeakColumn]
    ended_at: Moments
    created_at: Moments | None
    data_until: int | None

    @cached_property
    def wording(self) -> Wording:
        """The language in which evidence is told."""
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
    """What the signs look at: leads created since the configured start of the data, evenly spread.

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
        name: LeakColumn(name, settings, _seen(tables, name, settings, ended)[chosen])
        for name, settings in looked_at.items()
    }
    return EndedLeads(
        config=config,
        converted=won[chosen],
        columns=columns,
        ended_at=ended[chosen],
        created_at=None if created_at is None else created_at[chosen],
        data_until=tables.data_until,
    )


def evenly(leads: int, *, most: int) -> Integers:
    """Positions of at most so many leads, evenly spread."""
    return np.linspace(0, leads - 1, min(leads, most)).astype(np.int64)


def _most_leads(columns: int) -> int:
    return min(_MOST_LEADS, max(_MOST_CELLS // max(columns, 1), _ENOUGH_LEADS))


def _seen(tables: Tables, name: str, settings: ColumnSettings, ended_at: Moments) -> NDArray[Any]:
    """The values that a model could see before each lead ended; dates as days since creation, where that is known."""
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
