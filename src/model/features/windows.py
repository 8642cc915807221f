"""Counts, recencies and sums over the events before each snapshot, in time and memory linear in the events."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Mask, Moments, Positions
from leadscore.model.features.events import Coded, EventLog
from leadscore.model.features.leads import Snapshots
from leadscore.model.timestamps import DAY

BLOCK_EVENTS = 2_000_000


def blocks(log: EventLog, snapshots: Snapshots) -> Iterator[tuple[Positions, "WindowBlock"]]:
    """Blocks of consecutive leads with about two million events each, so that memory stays bounded.

    Yields:
        The positions of the block's snapshots, and the block that computes their features.
    """
    order = np.argsort(snapshots.lead, kind="stable")
    leads = snapshots.lead[order]
    first = 0
    while first < len(order):
        limit = log.offsets[leads[first]] + BLOCK_EVENTS
        last_lead = max(np.searchsorted(log.offsets, limit, side="right") - 2, leads[first])
        stop = int(np.searchsorted(leads, last_lead, side="right"))
        rows = order[first:stop]
        yield rows, _block(log, snapshots.take(rows), int(leads[first]), int(leads[stop - 1]))
        first = stop


def _block(log: EventLog, snapshots: Snapshots, first_lead: int, last_lead: int) -> "WindowBlock":
    return WindowBlock(log.slice(first_lead, last_lead + 1), Snapshots(snapshots.lead - first_lead, snapshots.as_of))


@dataclass(frozen=True)
class Selection:
    """A selection of events: those of one type, or all.

    Attributes:
        rows: Positions of the selected events.
        before: For each position in the log, and its end, how many selected events lie before it.
    """

    rows: Positions
    before: Positions

    @classmethod
    def of(cls, chosen: Mask) -> "Selection":
        """The events where the mask is true."""
        before = np.zeros(len(chosen) + 1, dtype=np.int64)
        np.cumsum(chosen, out=before[1:])
        return cls(np.flatnonzero(chosen), before)


class WindowBlock:
    """Computes features over time windows before snapshots, from their leads' events.

    A window of w days is ``[as_of - w, as_of)``, compared in whole microseconds.
    """

    def __init__(self, log: EventLog, snapshots: Snapshots) -> None:
        self._log, self._snapshots = log, snapshots
        self._first = log.offsets[snapshots.lead]
        self._end = _before(log, snapshots.lead, snapshots.as_of)
        self._starts: dict[int, Positions] = {}

    def select(self, event_type: str) -> Selection:
        """The events of one type; "" for all."""
        if event_type == "":
            return self._everything
        code = _code(self._log.type.levels, event_type)
        return Selection.of(self._log.type.codes == code)

    def count(self, chosen: Selection, window_days: int | None) -> Floats:
        """Number of events in the window."""
        return (chosen.before[self._end] - chosen.before[self._start(window_days)]).astype(np.float64)

    def recency(self, chosen: Selection) -> Floats:
        """Days since the latest event, NaN where there is none."""
        latest = chosen.before[self._end] - 1
        found = latest >= chosen.before[self._first]
        days = np.full(len(found), np.nan)
        rows = chosen.rows[latest[found]]
        days[found] = (self._snapshots.as_of[found] - self._log.occurred_at[rows]) / DAY
        return days

    def value_sum(self, chosen: Selection, window_days: int | None) -> Floats:
        """Sum of the events' values in the window; events without a value add nothing."""
        values = np.append(np.nan_to_num(self._log.value[chosen.rows], posinf=0.0, neginf=0.0), 0.0)
        start, end = chosen.before[self._start(window_days)], chosen.before[self._end]
        # each window is summed by itself, so that rounding does not depend on the other leads of the batch
        sums = np.add.reduceat(values, np.stack([start, end], axis=1).ravel())[::2] if len(start) else start
        return np.where(end > start, sums, 0.0)

    def distinct_days(self, window_days: int | None) -> Floats:
        """Number of days (UTC) with at least one event in the window."""
        start, end = self._start(window_days), self._end
        later = self._new_days[end] - self._new_days[np.minimum(start + 1, end)]
        return np.where(end > start, later + 1, 0).astype(np.float64)

    def trend(self, window_days: int) -> Floats:
        """Events in the window minus events in the equally long window before it."""
        recent, both = self.count(self._everything, window_days), self.count(self._everything, 2 * window_days)
        return recent - (both - recent)

    def first(self, coded: Coded) -> NDArray[np.int32]:
        """Code of the first event before the snapshot, -1 where there is none or it has no value."""
        return self._codes_at(coded, self._first)

    def last(self, coded: Coded) -> NDArray[np.int32]:
        """Code of the last event before the snapshot, -1 where there is none or it has no value."""
        return self._codes_at(coded, self._end - 1)

    def distinct(self, coded: Coded) -> Floats:
        """Number of different known values before the snapshot."""
        lead = np.repeat(np.arange(len(self._log.offsets) - 1), np.diff(self._log.offsets))
        known = np.flatnonzero(coded.codes >= 0)
        identity = lead[known] * max(len(coded.levels), 1) + coded.codes[known]
        firsts = np.zeros(len(coded.codes), dtype=bool)
        firsts[known[np.unique(identity, return_index=True)[1]]] = True
        return self.count(Selection.of(firsts), None)

    def coded(self, source: str) -> Coded:
        """The kinds of the events, or one of their attributes."""
        if source in self._log.attributes:
            return self._log.attributes[source]
        return Coded(np.full(len(self._log), -1, dtype=np.int32), ())

    @property
    def types(self) -> Coded:
        """The kinds of the events."""
        return self._log.type

    @cached_property
    def _everything(self) -> Selection:
        n = len(self._log)
        return Selection(np.arange(n), np.arange(n + 1))

    @cached_property
    def _new_days(self) -> Positions:
        day = self._log.occurred_at // DAY
        new = np.ones(len(day), dtype=bool)
        new[1:] = day[1:] != day[:-1]
        starts = self._log.offsets[:-1]
        new[starts[starts < len(day)]] = True
        return Selection.of(new).before

    def _codes_at(self, coded: Coded, rows: Positions) -> NDArray[np.int32]:
        seen = self._end > self._first
        codes = np.full(len(rows), -1, dtype=np.int32)
        codes[seen] = coded.codes[rows[seen]]
        return codes

    def _start(self, window_days: int | None) -> Positions:
        if window_days is None:
            return self._first
        if window_days not in self._starts:
            since = self._snapshots.as_of - window_days * DAY
            self._starts[window_days] = _before(self._log, self._snapshots.lead, since)
        return self._starts[window_days]


def _code(levels: tuple[str, ...], level: str) -> int:
    return levels.index(level) if level in levels else -2  # -1 is a missing value


def _before(log: EventLog, lead: Positions, moment: Moments) -> Positions:
    """Position of each lead's first event at or after the moment, by bisecting all leads at once."""
    low, high = log.offsets[lead], log.offsets[lead + 1]
    searching = np.flatnonzero(low < high)
    low, high = low.copy(), high.copy()
    while len(searching):
        middle = (low[searching] + high[searching]) // 2
        earlier = log.occurred_at[middle] < moment[searching]
        low[searching[earlier]] = middle[earlier] + 1
        high[searching[~earlier]] = middle[~earlier]
        searching = searching[low[searching] < high[searching]]
    return low
