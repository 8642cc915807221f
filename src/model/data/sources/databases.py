"""Tables of a database, copied as text; the only reader that needs SQLAlchemy."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine

from leadscore.model.data.sources.address import SourceAddress, is_sqlite_file
from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.sources import ROW, Columns, column_names
from leadscore.model.errors import SourceError, nearest

CHUNK_ROWS = 50_000


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
    columns = column_names(list(result.keys()), where=str(table))
    declared = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
    connection.execute(f"CREATE TABLE {quoted(name)} ({declared}, {ROW} BIGINT)")
    for chunk in _chunks(result.partitions(), [*columns, ROW]):
        connection.register("leadscore chunk", chunk)
        connection.execute(f'INSERT INTO {quoted(name)} FROM "leadscore chunk"')
        connection.unregister("leadscore chunk")
    return Columns(columns)


def _chunks(partitions: Iterator[Sequence[sa.Row[Any]]], names: list[str]) -> Iterator[pa.Table]:
    first = 1
    for rows in partitions:
        texts = [pa.array([_text(value) for value in column], pa.string()) for column in zip(*rows, strict=True)]
        numbers = pa.array(range(first, first + len(rows)), pa.int64())
        first += len(rows)
        yield pa.table([*texts, numbers], names=names)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
