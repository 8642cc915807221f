"""Tables of a database, copied as text; the only reader that needs SQLAlchemy."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine, make_url

from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.sources import ROW, Columns, column_names
from leadscore.model.errors import SourceError, nearest

_CHUNK_ROWS = 50_000


def shown(path: str) -> str:
    """A source's path for people to read: without the password of a database.

    >>> shown("postgresql://crm:secret@db/sales::leads")
    'postgresql://crm:***@db/sales::leads'
    """
    url, mark, table = path.rpartition("::")
    if not mark:
        return path
    try:
        return f"{make_url(url).render_as_string(hide_password=True)}::{table}"
    except sa.exc.ArgumentError:
        return f"::{table}"


def relocated(path: str, *, start: Path, folder: Path) -> str:
    """The same file or SQLite database, named from another folder; absolute paths and servers stay as they are.

    Args:
        path: A file, or ``SQLALCHEMY-URL::table``.
        start: Where its relative path starts now.
        folder: Where it shall start.
    """
    url, mark, table = path.rpartition("::")
    if not mark:
        return _from_folder(path, start=start, folder=folder)
    address = make_url(url)
    if not _is_sqlite_file(address):
        return path
    moved = address.set(database=_from_folder(str(address.database), start=start, folder=folder))
    return f"{moved.render_as_string(hide_password=False)}::{table}"


def _from_folder(path: str, *, start: Path, folder: Path) -> str:
    return path if Path(path).is_absolute() else Path(os.path.relpath(start / path, folder)).as_posix()


def _is_sqlite_file(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")


def copy_table(connection: duckdb.DuckDBPyConnection, path: str, *, folder: Path, name: str) -> Columns:
    """Copy a database table as text, in chunks, in the order the database gives its rows.

    Args:
        connection: Where the copy goes.
        path: ``SQLALCHEMY-URL::table``; the table may have its schema in front, with a point.
        folder: Where the relative path of an SQLite file starts.
        name: The name of the copy.

    Raises:
        SourceError: The database cannot be reached, or has no such table.
    """
    url, _, table = path.rpartition("::")
    try:
        engine = sa.create_engine(_located(url, folder=folder, where=shown(path)), poolclass=sa.NullPool)
        with engine.connect() as database:
            return _copy(connection, database, _table(engine, table, where=shown(path)), name=name)
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise SourceError(
            "The database cannot be read",
            where=shown(path),
            remedy="check the address and that its driver is installed",
        ) from error


def _located(url: str, *, folder: Path, where: str) -> URL:
    address = make_url(url)
    if not _is_sqlite_file(address):
        return address
    file = folder / str(address.database)
    if not file.is_file():
        raise SourceError("There is no such database file", where=where, remedy="check the path")
    return address.set(database=str(file))


def _table(engine: Engine, name: str, *, where: str) -> sa.TableClause:
    schema, _, bare = name.rpartition(".")
    inspector = sa.inspect(engine)
    for schema_name, table in ((None, name), (schema or None, bare)):
        if inspector.has_table(table, schema=schema_name):
            return sa.table(table, schema=schema_name)
    known = [*inspector.get_table_names(), *inspector.get_view_names()]
    remedy = nearest(name, known, otherwise=f"the tables are {', '.join(sorted(known)[:20])}")
    raise SourceError(f"The database has no table `{name}`", where=where, remedy=remedy)


def _copy(
    connection: duckdb.DuckDBPyConnection, database: sa.Connection, table: sa.TableClause, *, name: str
) -> Columns:
    # Not the columns' declared types: SQLite would fail on a text that is no date in a column of dates.
    query = sa.select(sa.text("*")).select_from(table)
    result = database.execution_options(yield_per=_CHUNK_ROWS).execute(query)
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
