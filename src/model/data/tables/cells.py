"""Which column of a file each fact comes from, the rules for its values, and the SQL that reads it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from leadscore.model.config import (
    PEOPLE,
    ColumnSettings,
    Config,
    EventsSettings,
    LeadsSettings,
    OutcomesSettings,
    gate_columns,
    gates_of,
)
from leadscore.model.data.sources import ROW as SOURCE_ROW
from leadscore.model.data.sources import Source, instant
from leadscore.model.data.sources.casting import Decimal, believable_sql, moment_sql, number_sql, quoted, text_sql
from leadscore.model.errors import ConfigError
from leadscore.model.timestamps import NEVER

Kind = Literal["text", "code", "moment", "number", "lead", "hash"]

_FEATURE, _ATTRIBUTE = "columns.", "attributes."


@dataclass(frozen=True)
class Cell:
    """One fact of each row.

    Attributes:
        key: Its name in leadscore's own tables; no two cells of a table share one.
        column: The column of the file that holds it.
        kind: text; code (text with few levels); hash (of a text); moment; number; lead (the id of one read before).
        vital: Whether a row is rejected when this cell breaks a rule; elsewhere the cell is emptied.
        missing: The rule broken by a missing value; None where a value may be missing.
        past: Whether a moment has to lie between 1970 and the present.
        day_first: Read 03/04/2026 as 3 April.
        decimal: The decimal mark of a number.
        optional: Whether the file may lack the column; the cells are then empty.
        gates: The gates that look at it.
    """

    key: str
    column: str
    kind: Kind
    vital: bool = False
    missing: str | None = None
    past: bool = False
    day_first: bool = False
    decimal: Decimal = "."
    optional: bool = False
    gates: tuple[str, ...] = ()


def lead_cells(config: Config, *, training: bool) -> tuple[Cell, ...]:
    """What is read of the leads; to score, neither target nor group nor columns for people have to be there.

    What gates look at has to be there always: without it, whoever must never be contacted would be.
    """
    leads = config.leads
    cells = [*_lead_identity(leads), *_people(leads, optional=not training)]
    if leads.target:
        cells.append(
            Cell("target", leads.target, "text", vital=True, missing="missing_target")
            if training
            else Cell("target", leads.target, "text", optional=True)
        )
    if training:
        cells.extend(Cell("group", name, "text") for name, column in config.columns.items() if column.group)
        cells.extend(_ids(config))
    cells.extend(_feature(name, column) for name, column in config.feature_columns.items())
    cells.extend(_known_after(config))
    cells.extend(_gated(config, read={cell.key for cell in cells}))
    return tuple(replace(cell, gates=tuple(gates_of(cell.column, config))) if _own(cell) else cell for cell in cells)


def event_cells(events: EventsSettings) -> tuple[Cell, ...]:
    """What is read of the events."""
    return (
        Cell("lead", events.lead_id, "lead", vital=True),
        _dated(events.occurred_at, day_first=events.day_first),
        Cell("type", events.type, "code"),
        *_maybe("value", events.value, "number"),
        *(Cell(attribute_key(name), name, "code") for name in events.attributes),
        *_maybe("event_id", events.event_id, "hash"),
    )


def outcome_cells(outcomes: OutcomesSettings) -> tuple[Cell, ...]:
    """What is read of the outcomes."""
    kinds = list(_maybe("outcome", outcomes.outcome, "text"))
    if outcomes.converted != "*":
        kinds = [replace(kind, vital=True, missing="missing_outcome") for kind in kinds]
    return (
        Cell("lead", outcomes.lead_id, "lead", vital=True),
        _dated(outcomes.occurred_at, day_first=outcomes.day_first),
        *kinds,
        *_maybe("amount", outcomes.amount, "number"),
        *_maybe("reason", outcomes.reason, "text"),
    )


def feature_key(column: str) -> str:
    """The key of a column the model may learn from; the dot keeps it apart from leadscore's own keys."""
    return _FEATURE + column


def attribute_key(column: str) -> str:
    """The key of a further fact about events."""
    return _ATTRIBUTE + column


def _own(cell: Cell) -> bool:
    """Whether it is a column by its own name, and no fact under a name of leadscore's."""
    return cell.key == feature_key(cell.column)


def _lead_identity(leads: LeadsSettings) -> Iterable[Cell]:
    if leads.id:
        yield Cell("id", leads.id, "text", vital=True, missing="missing_id")
    if leads.created_at:
        yield _dated(leads.created_at, key="created_at", day_first=leads.day_first)


def _dated(column: str, *, key: str = "occurred_at", day_first: bool) -> Cell:
    return Cell(key, column, "moment", vital=True, missing="missing_date", past=True, day_first=day_first)


def _people(leads: LeadsSettings, *, optional: bool) -> Iterable[Cell]:
    named = ((key, getattr(leads, key)) for key in PEOPLE)
    return (Cell(key, column, "text", optional=optional) for key, column in named if column)


def _feature(name: str, column: ColumnSettings) -> Cell:
    kinds: dict[str, Kind] = {"numeric": "number", "date": "moment"}
    kind = kinds.get(column.role, "text")
    return Cell(feature_key(name), name, kind, day_first=column.day_first, decimal=column.decimal)


def _ids(config: Config) -> Iterable[Cell]:
    """Columns like ids: nothing is learnt from them, but they may show a leak."""
    others = {*gate_columns(config), *(getattr(config.leads, key) for key in PEOPLE)}
    for name, column in config.columns.items():
        if column.role == "id_like" and not column.ignore and name not in others:
            yield replace(_feature(name, column), optional=True)


def _gated(config: Config, *, read: Collection[str]) -> Iterable[Cell]:
    """The columns that only gates look at."""
    for name, role in gate_columns(config).items():
        if feature_key(name) not in read:
            settings = config.columns.get(name, ColumnSettings(role=role)).model_copy(update={"role": role})
            yield _feature(name, settings)


def _known_after(config: Config) -> Iterable[Cell]:
    features = config.feature_columns
    waiting = {name: column for name, column in config.columns.items() if name in gate_columns(config)} | features
    dates = {column.known_after for column in waiting.values() if isinstance(column.known_after, str)}
    for date in sorted(dates - features.keys()):
        settings = config.columns.get(date)
        day_first = settings.day_first if settings else config.leads.day_first
        yield Cell(feature_key(date), date, "moment", day_first=day_first)
    for date in sorted(dates & features.keys()):
        if features[date].role != "date":
            raise ConfigError(
                "`known_after` names a column that is not a date",
                where=f"column `{date}`",
                remedy=f'set `columns.{date}.role = "date"`, or name another column',
            )


def _maybe(key: str, column: str | None, kind: Kind) -> Iterable[Cell]:
    return [Cell(key, column, kind)] if column else []


ROW = "row"
"""The key of a row's own number: the 1-based data row of the file."""

UNREADABLE_MOMENT = NEVER + 1
UNREADABLE_NUMBER = float("-inf")
NO_LEAD, UNKNOWN_LEAD = -2, -1

KEPT_LEADS = "kept_leads"
"""Table with the ``id`` and the ``position`` of every lead that was kept."""

LEAD_KEY = "lead_key"
"""Macro that gives the id by which a lead is found; equal for ids that are to be read alike."""

_LEAD_ID = quoted(f"{SOURCE_ROW} lead")


def select(source: Source, cells: Sequence[Cell], *, order: Sequence[str] = ()) -> str:
    """A query for ``row`` and one value per cell, named by the cell's key.

    A missing text is NULL, a missing moment ``NEVER``, a missing number NaN, a missing code -1, a missing
    hash unlike any other; a moment or number
    that is there but cannot be read has a mark of its own, and so has the id of a lead that was not kept.

    Args:
        source: Where to read.
        cells: What to read.
        order: Keys to sort by before the row.
    """
    values = [f"{_value(source, cell)} AS {quoted(cell.key)}" for cell in cells]
    columns = ", ".join([f'raw.{SOURCE_ROW} AS "{ROW}"', *values])
    by = ", ".join([*(_sortable(key) for key in order), f'"{ROW}"'])
    return f"SELECT * FROM (SELECT {columns} FROM {_rows(source, cells)}) ORDER BY {by}"


def select_levels(source: Source, cells: Sequence[Cell]) -> str:
    """A query for one row: the number of rows, and for each code a sorted list of its levels, named by its key."""
    lists = [f"list_sort(list(DISTINCT {_text(cell)})) AS {quoted(cell.key)}" for cell in cells if cell.kind == "code"]
    return f"SELECT {', '.join(['count(*) AS n_rows', *lists])} FROM {quoted(source.view)} AS raw"


def levels_type(cell: Cell) -> str:
    """Name of the SQL type that holds the levels of a code."""
    return quoted(f"levels of {cell.key}")


def _rows(source: Source, cells: Sequence[Cell]) -> str:
    """The rows of the source as ``raw``, beside the kept lead each belongs to where there is a cell for it."""
    view = quoted(source.view)
    lead = next((cell for cell in cells if cell.kind == "lead"), None)
    if lead is None:
        return f"{view} AS raw"
    # The id is computed beneath the join, because in its condition DuckDB computes each repeated part anew.
    identified = f"SELECT *, {LEAD_KEY}({_text(lead)}) AS {_LEAD_ID} FROM {view} AS raw"
    return f"({identified}) AS raw LEFT JOIN {KEPT_LEADS} ON {KEPT_LEADS}.id = raw.{_LEAD_ID}"


def _text(cell: Cell) -> str:
    return text_sql(f"raw.{quoted(cell.column)}")


def _value(source: Source, cell: Cell) -> str:
    if cell.optional and cell.column not in source.columns:
        return "CAST(NULL AS VARCHAR)"
    text, raw = _text(cell), f"raw.{quoted(cell.column)}"
    match cell.kind:
        case "text":
            return text
        case "code":
            return f"coalesce(CAST(enum_code(CAST({text} AS {levels_type(cell)})) AS INTEGER), -1)"
        case "hash":
            return f"CASE WHEN {text} IS NULL THEN hash(raw.{SOURCE_ROW}) ELSE hash({text}) END"
        case "lead":
            known = f"coalesce({KEPT_LEADS}.position, {UNKNOWN_LEAD})"
            return f"CASE WHEN raw.{_LEAD_ID} IS NULL THEN {NO_LEAD} ELSE {known} END"
        case "moment" if cell.column in source.dated:
            return _typed_moment(f"raw.{quoted(instant(cell.column))}")
        case "moment":
            read = moment_sql(raw, day_first=cell.day_first)
            missing, unreadable = f"CAST({NEVER} AS BIGINT)", f"CAST({UNREADABLE_MOMENT} AS BIGINT)"
        case "number":
            read = number_sql(raw, decimal=cell.decimal)
            missing, unreadable = "CAST('nan' AS DOUBLE)", "CAST('-inf' AS DOUBLE)"
    return f"coalesce({read}, CASE WHEN {text} IS NULL THEN {missing} ELSE {unreadable} END)"


def _typed_moment(instant_us: str) -> str:
    """A date that the file holds as one: nothing has to be made out."""
    return (
        f"coalesce({believable_sql(instant_us)}, CASE WHEN {instant_us} IS NULL THEN CAST({NEVER} AS BIGINT)"
        f" ELSE CAST({UNREADABLE_MOMENT} AS BIGINT) END)"
    )


def _sortable(key: str) -> str:
    """Numbers that will be emptied sort like missing ones, so that rows stay in order afterwards."""
    name = quoted(key)
    return f"CASE WHEN isfinite({name}) THEN {name} ELSE CAST('inf' AS DOUBLE) END" if key == "value" else name
