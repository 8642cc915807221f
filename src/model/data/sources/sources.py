"""What an export is once it is open: a DuckDB view in which every column is text."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leadscore.model.data.sources.casting import literal, quoted
from leadscore.model.errors import DataError

ROW = "__row"
"""The column that numbers the rows of a source from 1, in the order of the file; malformed rows are counted."""


@dataclass(frozen=True)
class Source:
    """An export that is open for reading.

    Attributes:
        path: Where it is, as text for people; without a password.
        columns: The columns' names, in the order of the file.
        view: Name of the view or table in the connection: every column as VARCHAR, and ``ROW`` as BIGINT.
        malformed: Lines that could not be split into the columns, the header being line 1; the view leaves them out.
        dated: Columns that the file itself holds as dates; the view has each also by the name ``instant`` gives it.
    """

    path: str
    columns: tuple[str, ...]
    view: str
    malformed: tuple[int, ...] = ()
    dated: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Columns:
    """The columns of a view, the lines of the file that could not be split into them, and the typed dates."""

    names: tuple[str, ...]
    malformed: tuple[int, ...] = ()
    dated: frozenset[str] = frozenset()


def instant(column: str) -> str:
    """Name of the column that holds a typed date in microseconds since 1970 UTC, BIGINT; so large ones as infinity."""
    return f"{ROW} {column}"


def connect(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that takes times without an offset for UTC, and never fetches an extension."""
    connection = duckdb.connect(config={"threads": threads, "autoinstall_known_extensions": False})
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def column_names(header: Sequence[str], *, where: str) -> tuple[str, ...]:
    """The header's names, trimmed; a column without a name is called after its position.

    Raises:
        DataError: Two columns have one name, or differ in capitals only.
    """
    names = tuple(name.strip() or f"column_{position}" for position, name in enumerate(header, start=1))
    count = Counter(name.lower() for name in (*names, ROW))
    twice = [f"`{name}`" for name in names if count[name.lower()] > 1]
    if twice:
        raise DataError(
            f"Several columns have one name (capitals do not count): {', '.join(twice)}",
            where=where,
            remedy="rename them in the export",
        )
    return names


def path_sql(path: Path) -> str:
    """A file's path as SQL, in which DuckDB finds no pattern.

    >>> print(path_sql(Path("leads [1].csv")))
    'leads [[]1].csv'
    """
    return literal(re.sub(r"[*?[]", r"[\g<0>]", os.fspath(path)))


def drop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Remove the view or table of that name, if there is one."""
    kind = connection.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]
    ).fetchone()
    if kind:
        connection.execute(f"DROP {'VIEW' if kind[0] == 'VIEW' else 'TABLE'} {quoted(name)}")
