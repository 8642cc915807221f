"""The SQL that reads cells: text in, typed values out, with marks where there is something to say."""

from collections.abc import Sequence

from leadscore.model.data.sources import ROW as SOURCE_ROW
from leadscore.model.data.sources import Source, instant
from leadscore.model.data.sources.casting import believable_sql, moment_sql, number_sql, quoted, text_sql
from leadscore.model.data.tables.cells import Cell
from leadscore.model.timestamps import NEVER

ROW = "row"
"""The key of a row's own number: the 1-based data row of the file."""

UNREADABLE_MOMENT = NEVER + 1
UNREADABLE_NUMBER = float("-inf")
NO_LEAD, UNKNOWN_LEAD = -2, -1

KEPT_LEADS = "kept_leads"
"""Table with the ``id`` and the ``position`` of every lead that was kept."""

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
    identified = f"SELECT *, {_text(lead)} AS {_LEAD_ID} FROM {view} AS raw"
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
