"""Parquet files and tables of a database as a view of text; the only reader that needs SQLAlchemy."""

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine

from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.copying import CHUNK_ROWS, copy_rows
from leadscore.model.data.sources.sources import (
    ROW,
    Columns,
    SourceAddress,
    column_names,
    instant,
    is_sqlite_file,
    path_sql,
    renamed,
)
from leadscore.model.errors import SourceError, nearest

_DATES = frozenset({"DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"})
_OWN_NUMBER = "file_row_number"
_BEYOND_ALL_DATES = 2**63 - 1


def open_parquet(connection: duckdb.DuckDBPyConnection, address: SourceAddress, *, folder: Path, name: str) -> Columns:
    """Make a view of a Parquet file.

    Raises:
        SourceError: It is damaged.
    """
    path = folder / address.location
    try:
        header = pq.read_schema(path).names
        described = connection.execute(f"DESCRIBE FROM read_parquet({path_sql(path)})").fetchall()
    except (duckdb.Error, OSError, ValueError) as error:
        raise SourceError(
            "The file cannot be read as Parquet", where=os.fspath(path), remedy="export it again"
        ) from error
    names = column_names(header)
    kinds = dict(zip(names, (kind for _, kind, *_ in described), strict=True))
    dated = frozenset(column for column, kind in kinds.items() if kind in _DATES)
    values = [_as_text(quoted(column), kind) for column, kind in kinds.items()]
    instants = [f"{_as_instant(quoted(column))} AS {quoted(instant(column))}" for column in sorted(dated)]
    file = f"read_parquet({path_sql(path)}) AS file ({', '.join(map(quoted, names))})"
    selected = ", ".join([*values, f"{_row_number(header)} AS {ROW}", *instants])
    connection.execute(f"CREATE VIEW {quoted(name)} AS SELECT {selected} FROM {file}")
    return Columns(names, dated=dated, remarks=tuple(renamed(header, names)))


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


def copy_table(connection: duckdb.DuckDBPyConnection, address: SourceAddress, *, folder: Path, name: str) -> Columns:
    """Copy a database table as text, in chunks, in the order the database gives its rows.

    Args:
        connection: Where the copy goes.
        address: Of the table.
        folder: Where the relative path of an SQLite file starts.
        name: The name of the copy.

    Raises:
        SourceError: The database cannot be reached, or has no such table.
    """
    try:
        engine = sa.create_engine(_located(address, folder=folder), poolclass=sa.NullPool)
        with engine.connect() as database:
            return _copy(connection, database, _table(engine, address), name=name)
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise SourceError(
            "The database cannot be read",
            where=address.shown,
            remedy="check the address and that its driver is installed",
        ) from error


def _located(address: SourceAddress, *, folder: Path) -> URL:
    url = address.url
    if not is_sqlite_file(url):
        return url
    file = folder / str(url.database)
    if not file.is_file():
        raise SourceError("There is no such database file", where=address.shown, remedy="check the path")
    return url.set(database=str(file))


def _table(engine: Engine, address: SourceAddress) -> sa.TableClause:
    name = address.table or ""
    schema, _, bare = name.rpartition(".")
    inspector = sa.inspect(engine)
    for schema_name, table in ((None, name), (schema or None, bare)):
        if inspector.has_table(table, schema=schema_name):
            return sa.table(table, schema=schema_name)
    known = [*inspector.get_table_names(), *inspector.get_view_names()]
    remedy = nearest(name, known, otherwise=f"the tables are {', '.join(sorted(known)[:20])}")
    raise SourceError(f"The database has no table `{name}`", where=address.shown, remedy=remedy)


def _copy(
    connection: duckdb.DuckDBPyConnection, database: sa.Connection, table: sa.TableClause, *, name: str
) -> Columns:
    # Not the columns' declared types: SQLite would fail on a text that is no date in a column of dates.
    query = sa.select(sa.text("*")).select_from(table)
    result = database.execution_options(yield_per=CHUNK_ROWS).execute(query)
    header = list(result.keys())
    columns = column_names(header)
    rows = (row for partition in result.partitions() for row in partition)
    texts = ((number, [_text(value) for value in row]) for number, row in enumerate(rows, start=1))
    copy_rows(connection, columns, texts, name=name)
    return Columns(columns, remarks=tuple(renamed(header, columns)))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
