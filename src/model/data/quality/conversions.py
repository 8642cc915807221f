"""Which leads converted, when, and which of them count: the arrays that everything about time is made of."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadscore.model.arrays import Mask, Moments
from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.tables import CONVERTED, Tables
from leadscore.model.timestamps import DAY, NEVER, moment


@dataclass(frozen=True)
class Watched:
    """Leads with dates, each watched from its creation to the end of the data.

    Attributes:
        created_at: Moment of creation per lead, none after ``until``.
        won_at: Moment of conversion per lead; ``NEVER`` where it did not convert by ``until``.
        until: The end of the data.
    """

    created_at: Moments
    won_at: Moments
    until: int

    @classmethod
    def of(cls, created_at: Moments, won_at: Moments, *, until: int) -> "Watched":
        """Leave out leads created after the end, and forget conversions after it."""
        inside = created_at <= until
        return cls(created_at[inside], np.where(won_at > until, NEVER, won_at)[inside], until)

    @property
    def converted(self) -> Mask:
        """Per lead, whether it converted while it was watched."""
        return np.asarray(self.won_at != NEVER)

    def since(self, first: int) -> "Watched":
        """The leads created at this moment or later."""
        later = self.created_at >= first
        return Watched(self.created_at[later], self.won_at[later], self.until)


def converted_leads(tables: Tables) -> Mask:
    """Per lead, whether it converted at any time, by the outcomes or by the target column."""
    if tables.target is not None:
        return tables.target.to_numpy(dtype=bool)
    converted = np.zeros(len(tables.leads), dtype=bool)
    converted[_wins(tables)["lead"].to_numpy()] = True
    return converted


def converted_at(tables: Tables) -> Moments:
    """Per lead, the moment it converted; ``NEVER`` where it did not, or where that moment is not known."""
    moments = np.full(len(tables.leads), NEVER, dtype=np.int64)
    wins = _wins(tables)
    moments[wins["lead"].to_numpy()] = wins["occurred_at"].to_numpy()
    return moments


def watched(tables: Tables) -> Watched | None:
    """All leads as they were watched; None where conversions have no dates."""
    created_at = tables.leads.created_at
    if created_at is None or tables.data_until is None or tables.target is not None:
        return None
    return Watched.of(created_at, converted_at(tables), until=tables.data_until)


def too_early(tables: Tables, learning: LearningSettings) -> Mask:
    """Per lead, whether ``data_from`` leaves it out."""
    created_at = tables.leads.created_at
    if created_at is None or learning.data_from is None:
        return np.zeros(len(tables.leads), dtype=bool)
    return created_at < moment(learning.data_from)


def too_late(tables: Tables) -> Mask:
    """Per lead, whether it was created after the end of the data."""
    created_at = tables.leads.created_at
    if created_at is None or tables.data_until is None:
        return np.zeros(len(tables.leads), dtype=bool)
    return created_at > tables.data_until


def counting(tables: Tables, learning: LearningSettings) -> Mask:
    """Per lead, whether it was created within the dates that count."""
    return ~(too_early(tables, learning) | too_late(tables))


def old_enough(tables: Tables, horizon_days: int) -> Mask:
    """Per lead, whether its horizon has passed; without dates, all are old enough."""
    created_at = tables.leads.created_at
    if created_at is None or tables.data_until is None:
        return np.ones(len(tables.leads), dtype=bool)
    return created_at + horizon_days * DAY <= tables.data_until


def ended_at(tables: Tables) -> Moments:
    """Per lead, the moment it ended; ``NEVER`` where it is open, or the moment is not known."""
    moments = np.full(len(tables.leads), NEVER, dtype=np.int64)
    moments[tables.outcomes["lead"].to_numpy(dtype=np.int64)] = tables.outcomes["occurred_at"].to_numpy(dtype=np.int64)
    return moments


def _wins(tables: Tables) -> pd.DataFrame:
    return tables.outcomes[tables.outcomes["outcome"] == CONVERTED]
