"""The events of many leads, sorted by lead and time, so that any time window is a slice of rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, LevelCodes, Mask, Moments


@dataclass(frozen=True)
class Coded:
    """Text values as codes: ``levels[code]``, with -1 for a missing value; levels are sorted and distinct."""

    codes: LevelCodes
    levels: tuple[str, ...]

    @classmethod
    def of(cls, values: NDArray[Any]) -> "Coded":
        """Code an object array of text and None."""
        known = np.array([value is not None for value in values], dtype=bool)
        levels = tuple(sorted(set(values[known].tolist())))
        position = {level: code for code, level in enumerate(levels)}
        codes = np.array([position.get(value, -1) for value in values], dtype=np.int32)
        return cls(codes, levels)

    def take(self, rows: NDArray[Any] | slice) -> "Coded":
        """The values at these positions, in this slice, or where this mask is true."""
        return Coded(self.codes[rows], self.levels)


@dataclass(frozen=True)
class EventLog:
    """Events in order of lead, moment, type, value and attributes.

    Attributes:
        offsets: The events of lead i are the rows ``offsets[i]:offsets[i + 1]``; int64, one more than leads.
        occurred_at: Moment of each event.
        type: Kind of each event.
        value: Numeric value of each event, NaN where it has none.
        attributes: Further columns of each event, by name.
    """

    offsets: Integers
    occurred_at: Moments
    type: Coded
    value: Floats
    attributes: Mapping[str, Coded] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.occurred_at)

    @classmethod
    def empty(cls, n_leads: int) -> "EventLog":
        """No events at all for so many leads."""
        none = np.zeros(0, dtype=np.int64)
        return cls(np.zeros(n_leads + 1, np.int64), none, Coded(none.astype(np.int32), ()), none.astype(float))

    def slice(self, start: int, stop: int) -> "EventLog":
        """The events of the leads from position ``start`` up to, not including, ``stop``; nothing is copied."""
        begin, end = int(self.offsets[start]), int(self.offsets[stop])
        rows = slice(begin, end)
        return EventLog(
            self.offsets[start : stop + 1] - begin,
            self.occurred_at[rows],
            self.type.take(rows),
            self.value[rows],
            {name: coded.take(rows) for name, coded in self.attributes.items()},
        )

    def take_leads(self, positions: Integers) -> "EventLog":
        """The events of the leads at these positions, in that order."""
        counts = (self.offsets[1:] - self.offsets[:-1])[positions]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        rows = np.repeat(self.offsets[positions] - offsets[:-1], counts) + np.arange(offsets[-1])
        attributes = {name: coded.take(rows) for name, coded in self.attributes.items()}
        return EventLog(offsets, self.occurred_at[rows], self.type.take(rows), self.value[rows], attributes)

    @classmethod
    def build(
        cls,
        lead: Integers,
        rows: "EventRows",
        *,
        n_leads: int,
    ) -> "EventLog":
        """Sort events and drop repeated ones.

        With event ids, a repeated id within a lead counts once, at its earliest moment. Without them, rows equal
        in lead, moment, type, value and attributes are one event.

        Args:
            lead: Position of the lead of each row, from 0 to ``n_leads - 1``.
            rows: The events, in any order; sorted rows are not sorted again.
            n_leads: Number of leads, with or without events.
        """
        keys = [lead, *rows.sort_keys()]
        if not _is_sorted(keys):
            order = np.lexsort(keys[::-1])
            lead, rows = lead[order], rows.take(order)
        repeated = rows.repeated(lead)
        if repeated.any():
            lead, rows = lead[~repeated], rows.take(~repeated)
        offsets = np.searchsorted(lead, np.arange(n_leads + 1))
        return cls(offsets.astype(np.int64), rows.occurred_at, rows.type, rows.value, rows.attributes)


@dataclass(frozen=True)
class EventRows:
    """Events as they were read, one entry per row; the fields are those of ``EventLog``.

    ``key`` is a 64-bit hash of the event's id, or None where events have no ids.
    """

    occurred_at: Moments
    type: Coded
    value: Floats
    attributes: Mapping[str, Coded] = field(default_factory=dict)
    key: Integers | None = None

    def take(self, rows: NDArray[Any]) -> "EventRows":
        """The events at these positions, or where this mask is true."""
        attributes = {name: coded.take(rows) for name, coded in self.attributes.items()}
        key = None if self.key is None else self.key[rows]
        return EventRows(self.occurred_at[rows], self.type.take(rows), self.value[rows], attributes, key)

    def sort_keys(self) -> list[NDArray[Any]]:
        """The sort keys for the events of one lead, the most significant first."""
        value = np.where(np.isnan(self.value), np.inf, self.value)
        return [self.occurred_at, self.type.codes, value, *(a.codes for a in self.attributes.values())]

    def repeated(self, lead: Integers) -> Mask:
        """Which events repeat an earlier one of the same lead, where rows are in order of lead and ``sort_keys``."""
        if self.key is None:
            return _adjacent_equal([lead, *self.sort_keys()])
        return _repeated_keys(lead, self.key)


def _is_sorted(keys: list[NDArray[Any]]) -> bool:
    undecided = np.ones(max(len(keys[0]) - 1, 0), dtype=bool)
    for key in keys:
        before, after = key[:-1], key[1:]
        if bool((undecided & (before > after)).any()):
            return False
        undecided &= before == after
        if not undecided.any():
            return True
    return True


def _adjacent_equal(keys: list[NDArray[Any]]) -> Mask:
    repeated = np.zeros(len(keys[0]), dtype=bool)
    if len(repeated):
        repeated[1:] = True
        for key in keys:
            repeated[1:] &= key[1:] == key[:-1]
    return repeated


def _repeated_keys(lead: Integers, key: Integers) -> Mask:
    mixed = key ^ (lead * np.int64(-7046029254386353131))  # mixes the lead into the hash; the overflow is intended
    ordered = np.sort(mixed)
    seen_twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    suspects = np.flatnonzero(np.isin(mixed, seen_twice))
    repeated = np.zeros(len(lead), dtype=bool)
    seen: set[tuple[int, int]] = set()
    for row in suspects:
        identity = (int(lead[row]), int(key[row]))
        repeated[row] = identity in seen
        seen.add(identity)
    return repeated
