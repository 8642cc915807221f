"""The end of the data over all tables: those that are read, and those of the configuration beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import duckdb

from leadscore.model.config import Config
from leadscore.model.data.sources import Source, SourceAddress, open_source, require_columns
from leadscore.model.data.tables.cells import Cell, event_cells, lead_cells, outcome_cells
from leadscore.model.data.tables.data_end import DataEnd, DatedDays, dated_days, find_data_end
from leadscore.model.errors import LeadscoreError


@dataclass(frozen=True)
class DatedTable:
    """A table that is open, with what is read of it."""

    name: str
    source: Source
    cells: tuple[Cell, ...]


def end_of_tables(
    connection: duckdb.DuckDBPyConnection,
    given: Sequence[DatedTable],
    config: Config,
    configured: Config,
    *,
    not_after: int,
) -> DataEnd | None:
    """The later of the end of the given tables and that of the configured ones; None where neither has a date.

    Leads that are scored from a file of their own are then scored as they would be among all.

    Args:
        connection: Where the tables are open.
        given: The tables that are read.
        config: What the given tables mean, and where they are.
        configured: What was configured; a table that cannot be read is left out, and named.
        not_after: The latest believable moment.
    """
    read = {_place(path, config) for _, path, _ in dated_sections(config)}
    days = [_days(connection, table, config, not_after=not_after) for table in given]
    unread = []
    for name, path, cells in dated_sections(configured):
        if _place(path, configured) in read:
            continue
        try:
            table = _opened(connection, name, path, cells, configured)
        except LeadscoreError:
            unread.append(SourceAddress.parse(path).shown)
        else:
            days.append(_days(connection, table, configured, not_after=not_after))
    end = find_data_end(days)
    return None if end is None else replace(end, unread=tuple(unread))


def dated_sections(config: Config) -> Iterator[tuple[str, str, tuple[Cell, ...]]]:
    """Name, path and cells of the tables with dates that a configuration names."""
    dates = tuple(cell for cell in lead_cells(config, training=False) if cell.key == "created_at")
    yield "leads", config.leads.path, dates
    if config.events:
        yield "events", config.events.path, event_cells(config.events)
    if config.outcomes:
        yield "outcomes", config.outcomes.path, outcome_cells(config.outcomes)


def _place(path: str, config: Config) -> SourceAddress:
    return SourceAddress.parse(path).resolved(config.folder)


def _opened(
    connection: duckdb.DuckDBPyConnection, name: str, path: str, cells: tuple[Cell, ...], config: Config
) -> DatedTable:
    view = f"configured {name}"
    source = open_source(connection, SourceAddress.parse(path), folder=config.folder, name=view)
    require_columns(source, [cell.column for cell in cells])
    return DatedTable(name, source, cells)


def _days(connection: duckdb.DuckDBPyConnection, table: DatedTable, config: Config, *, not_after: int) -> DatedDays:
    outcomes = config.outcomes if table.name == "outcomes" else None
    return dated_days(connection, table.name, table.source, table.cells, outcomes=outcomes, not_after=not_after)
