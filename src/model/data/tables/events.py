"""Events as they were read: streamed in order of lead and time, a chunk at a time, into plain arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray

from leadscore.model.arrays import Moments
from leadscore.model.config import EventsSettings
from leadscore.model.data.sources import Source
from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.tables.cells import (
    KEPT_LEADS,
    ROW,
    Cell,
    attribute_key,
    event_cells,
    levels_type,
    select,
    select_levels,
)
from leadscore.model.data.tables.checking import (
    COUNTED_ONCE,
    DTYPES,
    KEPT,
    cells_schema,
    failures,
    gather,
    no_failures,
    sift,
)
from leadscore.model.features.events import Coded, EventLog, EventRows

_CHUNK_ROWS = 500_000
_LEVELS = "event_levels"

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class ReadEvents:
    """Valid events, failures, and the number of rows read."""

    log: EventLog
    rejects: pd.DataFrame
    rows_read: int

    @classmethod
    def none(cls, n_leads: int) -> "ReadEvents":
        """No events at all for so many leads."""
        return cls(EventLog.empty(n_leads), no_failures(), 0)


def read_events(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    settings: EventsSettings,
    *,
    created_at: Moments,
    not_after: int,
) -> ReadEvents:
    """Valid events of the leads that were kept; those of any other lead are failures.

    Events dated before their lead's creation are kept and counted: many leads visit first and sign up later.
    """
    cells = event_cells(settings)
    rows_read, levels = _fix_levels(connection, source, cells)
    order = [cell.key for cell in cells if cell.kind != "hash"]
    schema = cells_schema("events", cells, not_after=not_after)
    arrays = {ROW: np.empty(rows_read, np.int64)} | {c.key: np.empty(rows_read, DTYPES[c.kind]) for c in cells}
    kept, rejects = _stream(connection, select(source, cells, order=order), schema, into=arrays)
    rows = _event_rows(kept, levels, settings)
    repeated = rows.repeated(kept["lead"])
    column = settings.event_id or settings.occurred_at
    repeats = failures("events", kept[ROW][repeated], rule="repeated_event", column=column, effect=COUNTED_ONCE)
    early = failures(
        "events",
        kept[ROW][kept["occurred_at"] < created_at[kept["lead"]]],
        rule="event_before_creation",
        column=settings.occurred_at,
        effect=KEPT,
    )
    log = EventLog.build(kept["lead"], rows, n_leads=_number_of_leads(connection))
    return ReadEvents(log, gather([rejects, early, repeats]), rows_read)


def _fix_levels(
    connection: duckdb.DuckDBPyConnection, source: Source, cells: Sequence[Cell]
) -> tuple[int, dict[str, tuple[str, ...]]]:
    """Count the rows, and make an SQL type of the levels of each code."""
    connection.execute(f"CREATE TEMP TABLE {_LEVELS} AS {select_levels(source, cells)}")
    codes = [cell for cell in cells if cell.kind == "code"]
    for cell in codes:
        listed = f"SELECT unnest({quoted(cell.key)}) FROM {_LEVELS}"
        connection.execute(f"CREATE TYPE {levels_type(cell)} AS ENUM ({listed})")
    ((n_rows, *levels),) = connection.execute(f"SELECT * FROM {_LEVELS}").fetchall()
    return n_rows, {cell.key: tuple(found or ()) for cell, found in zip(codes, levels, strict=True)}


def _stream(
    connection: duckdb.DuckDBPyConnection, query: str, schema: pa.DataFrameSchema, *, into: Arrays
) -> tuple[Arrays, pd.DataFrame]:
    """Sift chunk after chunk into arrays made beforehand, so that no row is held twice."""
    rejects, filled = [], 0
    for chunk in connection.sql(query).to_arrow_reader(_CHUNK_ROWS):
        sifted = sift(chunk.to_pandas(), schema)
        end = filled + len(sifted.good)
        for key, array in into.items():
            array[filled:end] = sifted.good[key].to_numpy()
        rejects.append(sifted.rejects)
        filled = end
    return {key: array[:filled] for key, array in into.items()}, gather(rejects)


def _event_rows(kept: Arrays, levels: dict[str, tuple[str, ...]], settings: EventsSettings) -> EventRows:
    coded = {key: _coded(kept[key], known) for key, known in levels.items()}
    value = kept["value"] if "value" in kept else np.full(len(kept["lead"]), np.nan)
    attributes = {name: coded[attribute_key(name)] for name in settings.attributes}
    key = kept["event_id"].view(np.int64) if "event_id" in kept else None
    return EventRows(kept["occurred_at"], coded["type"], value, attributes, key)


def _coded(codes: NDArray[np.int32], levels: tuple[str, ...]) -> Coded:
    """The levels that valid rows have; one that only rejected rows had leaves no trace."""
    used = np.zeros(len(levels) + 1, dtype=bool)
    used[codes] = True  # -1 finds the entry after the levels
    used = used[:-1]
    if used.all():
        return Coded(codes, levels)
    recoded = np.append(np.cumsum(used, dtype=np.int32) - 1, -1).astype(np.int32)  # -1 finds the appended -1
    return Coded(recoded[codes], tuple(level for level, kept in zip(levels, used, strict=True) if kept))


def _number_of_leads(connection: duckdb.DuckDBPyConnection) -> int:
    ((count,),) = connection.execute(f"SELECT count(*) FROM {KEPT_LEADS}").fetchall()
    return int(count)
