"""From files to valid tables: opening, reading, checking and joining; tables without use are refused."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from leadscore.model.arrays import Integers, Mask, Moments
from leadscore.model.config import Config, of_gate
from leadscore.model.data.sources import (
    Remark,
    Source,
    SourceAddress,
    connect,
    missing_column,
    open_source,
    require_columns,
)
from leadscore.model.data.tables.cells import Cell, event_cells, lead_cells, outcome_cells
from leadscore.model.data.tables.checking import Sifted, gather, lines_left_out
from leadscore.model.data.tables.contents import with_contents
from leadscore.model.data.tables.data_end import DataEnd
from leadscore.model.data.tables.dated_tables import DatedTable, end_of_tables
from leadscore.model.data.tables.events import ReadEvents, read_events
from leadscore.model.data.tables.leads import lead_groups, lead_table, people_table, read_lead_rows
from leadscore.model.data.tables.matching import IdMatch, keep_leads, match_ids
from leadscore.model.data.tables.outcomes import ReadOutcomes, no_outcomes, outcome_table, read_outcomes
from leadscore.model.data.tables.refusals import refuse_empty, refuse_unusable
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.timestamps import moment


def read_tables(config: Config, *, not_after: int) -> Tables:
    """Read and check everything a model is learnt from.

    Args:
        config: Where the tables are and what their columns mean.
        not_after: The latest believable moment; later dates are failures.

    Raises:
        ConfigError: A column that the configuration names is missing.
        SourceError: A file or database table cannot be read.
        UnusableError: No row of a table is valid, or no lead converted.
    """
    rows = _read_rows(config, not_after=not_after, training=True)
    tables = _tables(rows, config, training=True)
    refuse_unusable(tables, config, levels=_levels(rows, config))
    return tables


def columns_present(config: Config) -> dict[str, frozenset[str]]:
    """The columns that the files of ``leads`` and, where there are some, ``events`` have.

    Raises:
        SourceError: A file or database table cannot be read.
    """
    paths = {"leads": config.leads.path} | ({"events": config.events.path} if config.events else {})
    with closing(connect(config.learning.threads)) as connection:
        return {
            name: frozenset(open_source(connection, SourceAddress.parse(path), folder=config.folder, name=name).columns)
            for name, path in paths.items()
        }


def read_leads(
    config: Config, leads_path: str, events_path: str | None, *, with_outcomes: bool = False, not_after: int
) -> Tables:
    """Read and check leads to score: no target is needed, and further columns have no effect.

    Args:
        config: What the columns mean; of its own tables only the end is looked at, and the outcomes.
        leads_path: Where the leads are; like the configuration's paths, relative to its folder.
        events_path: Where their events are, if there are any.
        with_outcomes: Read the configured outcomes too, so that leads that have ended are known.
        not_after: The latest believable moment; later dates are failures.

    Raises:
        ConfigError: A column that the model needs is missing, or events are given that are not configured.
        SourceError: A file or database table cannot be read.
        UnusableError: No lead is valid.
    """
    if events_path and not config.events:
        raise ConfigError(
            "The configuration says nothing about events", where=events_path, remedy="train with events first"
        )
    leads = config.leads.model_copy(update={"path": leads_path})
    events = config.events.model_copy(update={"path": events_path}) if config.events and events_path else None
    outcomes = config.outcomes if with_outcomes else None
    if outcomes and config.own_outcomes:
        outcomes = outcomes.model_copy(update={"path": leads_path})
    scoring = config.model_copy(update={"leads": leads, "events": events, "outcomes": outcomes})
    rows = _read_rows(scoring, not_after=not_after, training=False, configured=config)
    tables = _tables(rows, scoring, training=False)
    refuse_empty("leads", len(tables.leads), tables, path=leads_path)
    return tables


@dataclass(frozen=True)
class _Rows:
    """What was read of each table.

    Attributes:
        lines: Failures of lines that are no rows.
        rejects: All failures, with the rows as they were.
        remarks: What is to be told about how each was read.
    """

    lead_cells: tuple[Cell, ...]
    leads: Sifted
    events: ReadEvents
    outcomes: ReadOutcomes | None
    lines: pd.DataFrame
    rejects: pd.DataFrame
    remarks: Mapping[str, tuple[Remark, ...]]
    matches: tuple[IdMatch, ...] = ()
    end: DataEnd | None = None


@dataclass(frozen=True)
class _Opened:
    source: Source
    address: SourceAddress
    cells: tuple[Cell, ...]


def _read_rows(config: Config, *, not_after: int, training: bool, configured: Config | None = None) -> _Rows:
    """Read every table; what lies after the end of these data, and of those configured, is a failure."""
    with closing(connect(config.learning.threads)) as connection:
        opened = _open_all(connection, config, training=training)
        end = None
        if config.dated:
            given = [DatedTable(name, table.source, table.cells) for name, table in opened.items()]
            end = end_of_tables(connection, given, config, configured or config, not_after=not_after)
        not_after = not_after if end is None else min(not_after, end.moment)
        leads = read_lead_rows(connection, opened["leads"].source, opened["leads"].cells, not_after=not_after)
        keep_leads(connection, leads.good, config.leads.match_ids)
        matches = _matches(connection, config, opened)
        events = ReadEvents.none(len(leads.good))
        created_at: Moments = leads.good["created_at"].to_numpy() if config.dated else np.zeros(0, np.int64)
        if config.events:
            source = opened["events"].source
            events = read_events(connection, source, config.events, created_at=created_at, not_after=not_after)
        outcomes = None
        if config.outcomes and "outcomes" in opened:
            source, own = opened["outcomes"].source, opened["outcomes"].source is opened["leads"].source
            outcomes = read_outcomes(
                connection, source, config.outcomes, created_at=created_at, not_after=not_after, own=own
            )
        once = _each_once(opened)
        lines = gather(lines_left_out(name, source) for name, source in once.items())
        rejects = gather([lines, leads.rejects, events.rejects, *([outcomes.sifted.rejects] if outcomes else [])])
        sources = {name: (table.source, table.address) for name, table in opened.items()}
        rejects = with_contents(connection, rejects, sources, folder=config.folder)
    remarks = {name: source.remarks for name, source in once.items()}
    return _Rows(opened["leads"].cells, leads, events, outcomes, lines, rejects, remarks, matches, end)


def _matches(
    connection: duckdb.DuckDBPyConnection, config: Config, opened: Mapping[str, "_Opened"]
) -> tuple[IdMatch, ...]:
    """How the ids of the other tables meet those of the leads."""
    columns = {name: section.lead_id for name in ("events", "outcomes") if (section := getattr(config, name))}
    found = [
        match_ids(connection, opened[name].source, column, table=name)
        for name, column in columns.items()
        if name in opened and opened[name].source is not opened["leads"].source
    ]
    return tuple(match for match in found if match.rows)


def _open_all(connection: duckdb.DuckDBPyConnection, config: Config, *, training: bool) -> dict[str, _Opened]:
    """Open every table and miss every column before the first row is read."""
    wanted = {"leads": (config.leads.path, lead_cells(config, training=training))}
    if config.events:
        wanted["events"] = config.events.path, event_cells(config.events)
    if config.outcomes:
        wanted["outcomes"] = config.outcomes.path, outcome_cells(config.outcomes)
    opened: dict[str, _Opened] = {}
    for name, (path, cells) in wanted.items():
        own = name == "outcomes" and config.own_outcomes
        if own and not training and not _has_all(opened["leads"].source, cells):
            continue  # leads that have come in since say nothing of an end, and are open
        address = SourceAddress.parse(path)
        source = opened["leads"].source if own else open_source(connection, address, folder=config.folder, name=name)
        _require_gated(source, cells)
        require_columns(source, [cell.column for cell in cells if not cell.optional])
        opened[name] = _Opened(source, address, cells)
    return opened


def _has_all(source: Source, cells: Sequence[Cell]) -> bool:
    return {cell.column for cell in cells} <= {*source.columns}


def _each_once(opened: Mapping[str, _Opened]) -> dict[str, Source]:
    """The tables by name; where leads say how they ended, their table is no second one."""
    sources = {name: table.source for name, table in opened.items()}
    return {name: source for name, source in sources.items() if name == "leads" or source is not sources["leads"]}


def _require_gated(source: Source, cells: tuple[Cell, ...]) -> None:
    for cell in cells:
        if cell.gates and cell.column not in source.columns:
            raise of_gate(cell.gates[0], missing_column(cell.column, source))


def _tables(rows: _Rows, config: Config, *, training: bool) -> Tables:
    good = rows.leads.good
    ended = (
        outcome_table(rows.outcomes.sifted.good, config.outcomes)
        if rows.outcomes and config.outcomes
        else no_outcomes()
    )
    target = good["target"].isin(config.leads.positive) if training and "target" in good else None
    end = _end(rows, config)
    return Tables(
        leads=lead_table(good, rows.lead_cells, rows.leads.rejects),
        events=rows.events.log,
        outcomes=ended,
        target=target,
        people=people_table(good),
        rejects=rows.rejects,
        rows_read=_rows_read(rows),
        matches=rows.matches,
        data_until=None if end is None else end.moment,
        end=end,
        lead_group=lead_groups(good),
        unclear=np.zeros(0, dtype=np.int64) if rows.outcomes is None else rows.outcomes.unclear,
        still_open=_still_open(rows, config),
        over=np.flatnonzero(_target_in(good, (*config.leads.positive, *config.leads.lost))),
        remarks=rows.remarks,
    )


def _still_open(rows: _Rows, config: Config) -> Integers:
    if rows.outcomes is None:
        return np.flatnonzero(_target_in(rows.leads.good, config.leads.open))
    return rows.outcomes.still_open


def _target_in(good: pd.DataFrame, values: Sequence[str]) -> Mask:
    """Per lead, whether the target column holds one of these values; never where there is none."""
    return good["target"].isin(values).to_numpy() if "target" in good else np.zeros(len(good), dtype=bool)


def _rows_read(rows: _Rows) -> dict[str, int]:
    lines = rows.lines.groupby("table").size()
    read = {"leads": rows.leads.rows_read, "events": rows.events.rows_read}
    if rows.outcomes:
        read["outcomes"] = rows.outcomes.sifted.rows_read
    return {table: int(count + lines.get(table, 0)) for table, count in read.items()}


def _end(rows: _Rows, config: Config) -> DataEnd | None:
    """Where the data end: where the configuration says so, else where their dates do."""
    if not config.dated or not config.learning.data_until:
        return rows.end
    strays = () if rows.end is None else rows.end.strays
    return DataEnd(moment(config.learning.data_until), "", strays, configured=True)


def _levels(rows: _Rows, config: Config) -> list[str]:
    """The distinct values of the column that says which leads converted, sorted."""
    if config.leads.target:
        return sorted(rows.leads.good["target"].unique())
    if rows.outcomes and "outcome" in rows.outcomes.sifted.good:
        return sorted(rows.outcomes.sifted.good["outcome"].dropna().unique())
    return []
