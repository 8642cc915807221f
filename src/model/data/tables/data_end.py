"""Where the data end: the one rule for the latest date that counts, with dates far after all others kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from leadscore.model.arrays import Integers
from leadscore.model.config import OutcomesSettings
from leadscore.model.data.sources import Source
from leadscore.model.data.sources.casting import literal, quoted
from leadscore.model.data.tables.cells import Cell, select
from leadscore.model.timestamps import DAY, NEVER

_MOST_SHARE, _MOST_STRAYS = 0.01, 50
_FEWEST_DAYS, _TIMES_LONGER = 30, 3
_EARLY = 0.01  # the first dates of a table may be defaults, far before all others


@dataclass(frozen=True)
class DatedDays:
    """The dates of one table by day.

    Attributes:
        table: leads, events or outcomes.
        path: Where the table is.
        days: Days since 1970 with a date, ascending.
        counts: Dates of each day.
        latest: The latest moment of each day.
    """

    table: str
    path: str
    days: Integers
    counts: Integers
    latest: Integers


@dataclass(frozen=True)
class Stray:
    """Dates of one table that lie far after all others: how many, and the latest of them."""

    table: str
    count: int
    latest: int


@dataclass(frozen=True)
class DataEnd:
    """The end of the data, and why it is where it is.

    Attributes:
        moment: The latest moment that counts.
        path: Where the table is that it stands in.
        strays: What lies far after it, most likely mistyped.
        unread: Where configured tables are that could not be read, and may hold later dates.
        configured: Whether the configuration sets the moment, whatever the dates are.
    """

    moment: int
    path: str
    strays: tuple[Stray, ...] = ()
    unread: tuple[str, ...] = ()
    configured: bool = False


def dated_days(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    source: Source,
    cells: Sequence[Cell],
    *,
    outcomes: OutcomesSettings | None = None,
    not_after: int,
) -> DatedDays:
    """The believable dates of a table by day; of outcomes those of ends, since those of open leads are guesses.

    Args:
        connection: Where the table is open.
        table: Its name.
        source: The table.
        cells: What is read of it; the first vital moment is its date.
        outcomes: Which values mean open, where it is a table of outcomes.
        not_after: The latest believable moment.
    """
    date = next(cell for cell in cells if cell.kind == "moment" and cell.vital)
    kind = next((cell for cell in cells if cell.key == "outcome"), None) if outcomes else None
    read = [date] if kind is None else [date, kind]
    still_open = [] if outcomes is None else [literal(value) for value in outcomes.open]
    ended = "true" if kind is None else f"{quoted(kind.key)} IS NOT NULL"
    if kind is not None and still_open:
        ended = f"{quoted(kind.key)} NOT IN ({', '.join(still_open)})"
    moment = quoted(date.key)
    found = connection.execute(
        f"SELECT {moment} // {DAY} AS day, count(*) AS n, max({moment}) AS latest FROM ({select(source, read)})"
        f" WHERE {moment} BETWEEN 0 AND {not_after} AND {ended} GROUP BY 1 ORDER BY 1"
    ).fetchnumpy()
    days, counts, latest = (np.asarray(found[name], dtype=np.int64) for name in ("day", "n", "latest"))
    return DatedDays(table, source.path, days, counts, latest)


def find_data_end(tables: Sequence[DatedDays]) -> DataEnd | None:
    """The latest date of all tables together, strays apart; None where there is no date.

    Strays are at most one date in a hundred, and no more than fifty, after a gap of more than thirty days that is
    three times as long as any before it.
    """
    filled = [table for table in tables if len(table.days)]
    if not filled:
        return None
    days = np.unique(np.concatenate([table.days for table in filled]))
    counts = sum(_on(table, days) for table in filled)
    last = int(days[_last_day(days, np.asarray(counts))])
    ends = {table.path: _latest(table, last) for table in filled}
    path = max(ends, key=lambda name: ends[name])
    strays = tuple(stray for table in filled if (stray := _stray(table, last)) is not None)
    return DataEnd(ends[path], path, strays)


def _on(table: DatedDays, days: Integers) -> Integers:
    counts = np.zeros(len(days), dtype=np.int64)
    counts[np.searchsorted(days, table.days)] = table.counts
    return counts


def _last_day(days: Integers, counts: Integers) -> int:
    """Position of the last day that is no stray."""
    total, after = int(counts.sum()), 0
    last = len(days) - 1
    begin = int(np.searchsorted(np.cumsum(counts), _EARLY * total))
    for place in range(len(days) - 1, begin + 1, -1):
        after += int(counts[place])
        if after > min(_MOST_SHARE * total, _MOST_STRAYS):
            break
        usual = int(np.diff(days[begin:place]).max(initial=1))
        if days[place] - days[place - 1] > max(_FEWEST_DAYS, _TIMES_LONGER * usual):
            last = place - 1
    return last


def _latest(table: DatedDays, last: int) -> int:
    within = table.latest[table.days <= last]
    return int(within.max()) if len(within) else NEVER


def _stray(table: DatedDays, last: int) -> Stray | None:
    beyond = table.days > last
    return Stray(table.table, int(table.counts[beyond].sum()), int(table.latest.max())) if beyond.any() else None
