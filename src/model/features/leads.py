"""Leads and the moments they are looked at, as plain arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.moments import DAY, Moments


@dataclass(frozen=True)
class LeadTable:
    """The columns of the leads a model may look at, one entry per lead.

    Attributes:
        ids: The leads' ids, as text.
        columns: Per column an array by its role. numeric: float64, NaN where missing. category and email: objects,
            text or None. date: moments, ``NEVER`` where missing.
        created_at: Moment of creation per lead; None in data without dates.
    """

    ids: tuple[str, ...]
    columns: Mapping[str, NDArray[Any]]
    created_at: Moments | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def slice(self, start: int, stop: int) -> "LeadTable":
        """The leads from position ``start`` up to, not including, ``stop``."""
        columns = {name: values[start:stop] for name, values in self.columns.items()}
        created_at = None if self.created_at is None else self.created_at[start:stop]
        return LeadTable(self.ids[start:stop], columns, created_at)

    def take(self, positions: NDArray[Any]) -> "LeadTable":
        """The leads at these positions."""
        columns = {name: values[positions] for name, values in self.columns.items()}
        created_at = None if self.created_at is None else self.created_at[positions]
        return LeadTable(tuple(self.ids[position] for position in positions), columns, created_at)


@dataclass(frozen=True)
class Snapshots:
    """Leads as they were known at one moment each.

    Attributes:
        lead: Position of the lead in its ``LeadTable``, int64, one per snapshot.
        as_of: The moment of the snapshot; only what was known strictly before it counts. In data without dates
            it has no meaning and is zero.
    """

    lead: NDArray[np.int64]
    as_of: Moments

    def __len__(self) -> int:
        return len(self.lead)

    def take(self, rows: NDArray[Any]) -> "Snapshots":
        """The snapshots at these positions, or where this mask is true."""
        return Snapshots(self.lead[rows], self.as_of[rows])

    def age_days(self, leads: LeadTable) -> NDArray[np.float64]:
        """Days from the lead's creation to the snapshot; NaN in data without dates."""
        if leads.created_at is None:
            return np.full(len(self), np.nan)
        return (self.as_of - leads.created_at[self.lead]) / DAY
