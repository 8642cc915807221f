"""Dated snapshots: each lead as it was known at several moments, with the label those moments have earned."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, Mask, Moments
from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.tables import CONVERTED, Tables
from leadscore.model.errors import DataError
from leadscore.model.features.leads import Snapshots
from leadscore.model.timestamps import DAY, NEVER, moment


@dataclass(frozen=True)
class LabelledSnapshots:
    """Snapshots of open leads, with labels where they are known.

    Attributes:
        snapshots: Leads and moments, ordered by lead, then moment.
        converted: Whether the lead converted within the horizon after the moment; False where not ``matured``.
        matured: Whether the horizon has passed, so that ``converted`` is known.
        age_days: Days from creation to the moment; NaN in data without dates.
        look: Which look at its lead each snapshot is, from 1; None where each lead has one.
        lead_group: Per lead of the table, as in ``Tables``; None where every lead stands for itself.
    """

    snapshots: Snapshots
    converted: Mask
    matured: Mask
    age_days: Floats
    look: Integers | None = None
    lead_group: Integers | None = None

    def __len__(self) -> int:
        return len(self.snapshots)

    @property
    def group(self) -> Integers:
        """Per snapshot what must never be split: its lead, or the group of leads that it belongs to."""
        return self.snapshots.lead if self.lead_group is None else self.lead_group[self.snapshots.lead]

    @property
    def weights(self) -> Floats:
        """One over ``look``: every lead weighs the same at one age, and each further look at it counts for less.

        One over the number of the lead's snapshots would depend on how the lead ends: it would weigh the few of
        quickly won leads more than the many of silent ones, and so promise too much for young leads.
        """
        return np.ones(len(self)) if self.look is None else 1.0 / self.look

    def take(self, rows: NDArray[Any]) -> "LabelledSnapshots":
        """The snapshots at these positions, or where this mask is true."""
        return replace(
            self,
            snapshots=self.snapshots.take(rows),
            converted=self.converted[rows],
            matured=self.matured[rows],
            age_days=self.age_days[rows],
            look=None if self.look is None else self.look[rows],
        )

    def leads_of_class(self, *, converted: bool) -> int:
        """Number of distinct leads with at least one such label."""
        return len(np.unique(self.snapshots.lead[self.matured & (self.converted == converted)]))


def label_snapshots(tables: Tables, learning: LearningSettings) -> LabelledSnapshots:
    """Look at every lead at the configured ages, while it was open and the data reach.

    Leads whose outcomes were all rejected are not looked at: as open ones they would teach that they did not convert.
    A flat file with a target column gives one snapshot per lead, at creation if that is known.

    Raises:
        DataError: ``data_from`` leaves no lead.
    """
    return replace(_labelled(tables, learning), lead_group=tables.lead_group)


def open_leads(tables: Tables, as_of: int) -> Mask:
    """Per lead, whether it existed at the moment and had no outcome up to it."""
    ended_at, _ = _ends(tables)
    created = tables.leads.created_at
    existed = np.ones(len(tables.leads), dtype=bool) if created is None else created <= as_of
    still_open: Mask = existed & ((ended_at == NEVER) | (ended_at > as_of))
    still_open[tables.over] = False
    return still_open


def _labelled(tables: Tables, learning: LearningSettings) -> LabelledSnapshots:
    if tables.leads.created_at is None:
        return _undated(tables)
    eligible = np.setdiff1d(_eligible(tables.leads.created_at, learning), tables.unclear)
    if tables.target is not None:
        return _dated_target(tables, learning, tables.leads.created_at, eligible)
    return _dated_outcomes(tables, learning, tables.leads.created_at, eligible)


def _undated(tables: Tables) -> LabelledSnapshots:
    n = len(tables.leads)
    target = np.zeros(n, dtype=bool) if tables.target is None else tables.target.to_numpy(dtype=bool)
    snapshots = Snapshots(np.arange(n), np.zeros(n, dtype=np.int64))
    known = np.ones(n, dtype=bool)
    known[tables.still_open] = False
    return LabelledSnapshots(snapshots, target, known, np.full(n, np.nan))


def _dated_target(
    tables: Tables, learning: LearningSettings, created: Moments, eligible: Integers
) -> LabelledSnapshots:
    target = np.asarray(tables.target, dtype=bool)[eligible]
    matured = created[eligible] + learning.horizon_days * DAY <= _until(tables)
    snapshots = Snapshots(eligible, created[eligible])
    return LabelledSnapshots(snapshots, target & matured, matured, np.zeros(len(eligible)))


def _dated_outcomes(
    tables: Tables, learning: LearningSettings, created: Moments, eligible: Integers
) -> LabelledSnapshots:
    until = _until(tables)
    ended_at, won = _ends(tables)
    last_seen = np.where(ended_at == NEVER, until, np.minimum(ended_at - 1, until))[eligible]
    ages = _ages(learning, longest_days=int((until - created[eligible]).max(initial=0) // DAY))
    n_looks = np.searchsorted(ages * DAY, last_seen - created[eligible], side="right")
    lead, look = np.repeat(eligible, n_looks), _counted(n_looks)
    moments = created[lead] + ages[look] * DAY
    horizon_end = moments + learning.horizon_days * DAY
    matured = horizon_end <= until
    converted = matured & won[lead] & (ended_at[lead] > moments) & (ended_at[lead] <= horizon_end)
    return LabelledSnapshots(Snapshots(lead, moments), converted, matured, ages[look].astype(float), look + 1)


def _counted(lengths: Integers) -> Integers:
    """0, 1, 2, ... anew for each length, one after the other: no table of leads by ages is ever laid out."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def _eligible(created: Moments, learning: LearningSettings) -> Integers:
    if learning.data_from is None:
        return np.arange(len(created))
    eligible = np.flatnonzero(created >= moment(learning.data_from))
    if len(eligible) == 0:
        raise DataError(
            f"No lead was created on or after {learning.data_from}",
            where="learning.data_from",
            remedy="set an earlier moment",
        )
    return eligible


def _until(tables: Tables) -> int:
    return NEVER if tables.data_until is None else tables.data_until


def _ends(tables: Tables) -> tuple[Moments, Mask]:
    """Per lead the moment it ended (``NEVER`` if open), and whether it was won."""
    ended_at = np.full(len(tables.leads), NEVER, dtype=np.int64)
    won = np.zeros(len(tables.leads), dtype=bool)
    rows = tables.outcomes["lead"].to_numpy(dtype=np.int64)
    ended_at[rows] = tables.outcomes["occurred_at"].to_numpy(dtype=np.int64)
    won[rows] = (tables.outcomes["outcome"] == CONVERTED).to_numpy(dtype=bool)
    return ended_at, won


def _ages(learning: LearningSettings, *, longest_days: int) -> Integers:
    """Ages in days at which leads are looked at: the configured ones, then at regular steps."""
    start = max(learning.snapshots_days)
    later = np.arange(start + learning.snapshots_every_days, longest_days + 1, learning.snapshots_every_days)
    return np.unique(np.concatenate([np.array(learning.snapshots_days, dtype=np.int64), later]))
