"""Opening a source of whatever kind, and the errors for what it lacks."""

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.databases import copy_table, shown
from leadscore.model.data.sources.delimited import open_delimited
from leadscore.model.data.sources.sources import ROW, Columns, Source, column_names, drop, instant, path_sql
from leadscore.model.errors import ConfigError, DataError, SourceError, nearest

_PARQUET = b"PAR1"
_DATES = frozenset({"DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"})
_OWN_NUMBER = "file_row_number"
_BEYOND_ALL_DATES = 2**63 - 1


def open_source(
    connection: duckdb.DuckDBPyConnection, path: str, *, folder: Path, name: str, rows_needed: bool = True
) -> Source:
    """Open an export as a view; its rows are read when the view is.

    Args:
        connection: From ``connect``.
        path: A file, or ``SQLALCHEMY-URL::table``.
        folder: Where relative paths start.
        name: The view's name; what had that name before is replaced.
        rows_needed: Whether a header alone is refused.

    Raises:
        SourceError: It is missing, or cannot be read as a table.
        DataError: It is empty, has no rows, or has two columns of one name.
    """
    drop(connection, name)
    if "::" in path:
        columns = copy_table(connection, path, folder=folder, name=name)
    else:
        columns = _open_file(connection, folder / path, name=name)
    source = Source(shown(path), columns.names, name, columns.malformed, columns.dated)
    if rows_needed and not connection.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1").fetchall():
        raise DataError(
            "The table has a header but no rows", where=source.path, remedy="export it again, or leave it out"
        )
    return source


def require_columns(source: Source, columns: Sequence[str]) -> None:
    """Check that a source has these columns.

    Raises:
        ConfigError: One is missing; the error names the nearest.
    """
    for column in columns:
        if column not in source.columns:
            raise missing_column(column, source)


def missing_column(column: str, source: Source) -> ConfigError:
    """The error for a configured column that a source does not have; it names the nearest one."""
    if len(source.columns) == 1:
        remedy = "it was read as a single column; separate the columns by a comma, a semicolon, a tab or |"
    else:
        remedy = nearest(column, source.columns, otherwise=f"the columns are {', '.join(source.columns[:20])}")
    return ConfigError(f"There is no column `{column}`", where=source.path, remedy=remedy)


def _open_file(connection: duckdb.DuckDBPyConnection, path: Path, *, name: str) -> Columns:
    if not path.is_file():
        raise SourceError("There is no such file", where=os.fspath(path), remedy=_nearest_file(path))
    with path.open("rb") as file:
        start = file.read(len(_PARQUET))
    if not start:
        raise DataError("The file is empty", where=os.fspath(path), remedy="export it again")
    return (_open_parquet if start == _PARQUET else open_delimited)(connection, path, name=name)


def _nearest_file(path: Path) -> str:
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    otherwise = "check the path; a relative one starts at the configuration file"
    return nearest(path.name, beside, otherwise=otherwise, likeness=0.6)  # their endings are alike anyway


def _open_parquet(connection: duckdb.DuckDBPyConnection, path: Path, *, name: str) -> Columns:
    try:
        header = pq.read_schema(path).names
        described = connection.execute(f"DESCRIBE FROM read_parquet({path_sql(path)})").fetchall()
    except (duckdb.Error, OSError, ValueError) as error:
        raise SourceError(
            "The file cannot be read as Parquet", where=os.fspath(path), remedy="export it again"
        ) from error
    names = column_names(header, where=os.fspath(path))
    kinds = dict(zip(names, (kind for _, kind, *_ in described), strict=True))
    dated = frozenset(column for column, kind in kinds.items() if kind in _DATES)
    values = [_as_text(quoted(column), kind) for column, kind in kinds.items()]
    instants = [f"{_as_instant(quoted(column))} AS {quoted(instant(column))}" for column in sorted(dated)]
    renamed = f"read_parquet({path_sql(path)}) AS file ({', '.join(map(quoted, names))})"
    selected = ", ".join([*values, f"{_row_number(header)} AS {ROW}", *instants])
    connection.execute(f"CREATE VIEW {quoted(name)} AS SELECT {selected} FROM {renamed}")
    return Columns(names, dated=dated)


def _row_number(header: Sequence[str]) -> str:
    # DuckDB's own number lets it read on several threads, but a column of the file may hide it.
    hidden = any(column.lower() == _OWN_NUMBER for column in header)
    return "row_number() OVER ()" if hidden else f"{_OWN_NUMBER} + 1"


def _as_instant(column: str) -> str:
    instant_us = f"epoch_us(CAST({column} AS TIMESTAMPTZ))"
    return f"coalesce({instant_us}, CASE WHEN {column} IS NOT NULL THEN {_BEYOND_ALL_DATES} END)"


def _as_text(column: str, kind: str) -> str:
    text = f"CAST({column} AS VARCHAR)"
    if kind in ("DOUBLE", "FLOAT"):  # a column of whole numbers with gaps is stored as floats: 33, not 33.0
        text = f"regexp_replace({text}, '\\.0$', '')"
    return f"{text} AS {column}"
