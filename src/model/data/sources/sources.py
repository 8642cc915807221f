"""The address of a source, parsed once, and what an export is once it is open: a DuckDB view of text."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from leadscore.model.data.sources.casting import literal, quoted
from leadscore.model.errors import DataError

_MARK = "::"


@dataclass(frozen=True)
class SourceAddress:
    """A file, or a table of a database.

    Attributes:
        location: The path of the file, or the database's SQLAlchemy URL, which may hold a password.
        table: The table, its schema in front with a point where it has one; None for a file.
    """

    location: str = field(repr=False)
    table: str | None = None

    @classmethod
    def parse(cls, text: str) -> "SourceAddress":
        """Read an address as people write it: a path, or ``SQLALCHEMY-URL::table``.

        >>> SourceAddress.parse("sqlite:///crm.db::sales.leads").table
        'sales.leads'
        """
        url, mark, table = text.rpartition(_MARK)
        return cls(url, table) if mark else cls(text)

    @property
    def text(self) -> str:
        """The address as it was written, for a configuration; with its password, so never for people to read."""
        return self.location if self.table is None else f"{self.location}{_MARK}{self.table}"

    @property
    def shown(self) -> str:
        """The address for people to read: without the password of a database.

        >>> SourceAddress.parse("postgresql://crm:secret@db/sales::leads").shown
        'postgresql://crm:***@db/sales::leads'
        """
        if self.table is None:
            return self.location
        try:
            return f"{self.url.render_as_string(hide_password=True)}{_MARK}{self.table}"
        except ArgumentError:
            return f"{_MARK}{self.table}"

    @property
    def url(self) -> URL:
        """The URL of the database.

        Raises:
            ArgumentError: SQLAlchemy does not understand it.
        """
        return make_url(self.location)

    def under(self, folder: Path) -> "SourceAddress":
        """The same file, a relative path starting at this folder; a database stays as it is.

        An SQLite file is looked for from the configuration's folder, whoever names it.
        """
        return self if self.table is not None else replace(self, location=str(folder / self.location))

    def resolved(self, folder: Path) -> "SourceAddress":
        """The same file by the one path that it has from everywhere, so that equal files are equal addresses."""
        return self if self.table is not None else replace(self, location=str((folder / self.location).resolve()))

    def relocated(self, *, start: Path, folder: Path) -> "SourceAddress":
        """The same file or SQLite database, named from another folder; absolute paths and servers stay as they are.

        Args:
            start: Where its relative path starts now.
            folder: Where it shall start.
        """
        if self.table is None:
            return replace(self, location=_from_folder(self.location, start=start, folder=folder))
        url = self.url
        if not is_sqlite_file(url):
            return self
        relocated = url.set(database=_from_folder(str(url.database), start=start, folder=folder))
        return replace(self, location=relocated.render_as_string(hide_password=False))


def is_sqlite_file(url: URL) -> bool:
    """Whether a database is one file on this disk."""
    return url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")


def _from_folder(path: str, *, start: Path, folder: Path) -> str:
    return path if Path(path).is_absolute() else Path(os.path.relpath(start / path, folder)).as_posix()


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
