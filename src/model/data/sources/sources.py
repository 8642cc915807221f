"""The address of a source, parsed once, and what an export is once it is open: a DuckDB view of text."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain, count
from pathlib import Path
from unicodedata import normalize

import duckdb
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from leadscore.model.data.sources.casting import literal, quoted

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
class LeftOut:
    """Lines of a file that are no rows, by why: each by its number, the first line being 1.

    Attributes:
        malformed: They could not be split into the columns.
        oversized: They are longer than 2 million characters.
        blank: They hold separators only.
    """

    malformed: tuple[int, ...] = ()
    oversized: tuple[int, ...] = ()
    blank: tuple[int, ...] = ()

    @classmethod
    def of(cls, flaws: Iterable[tuple[str, int]]) -> "LeftOut":
        """From lines with their flaws."""
        lines: dict[str, list[int]] = {name.name: [] for name in fields(cls)}
        for flaw, line in flaws:
            lines[flaw].append(line)
        return cls(**{flaw: tuple(found) for flaw, found in lines.items()})


@dataclass(frozen=True)
class Remark:
    """Something to tell about how a file was read.

    Attributes:
        key: Of its text in the section `[reading]` of the languages.
        values: What stands in the gaps of that text; whole numbers choose the plural.
    """

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Columns:
    """What a reader found: the columns of its view, the lines that are no rows, and the columns of typed dates."""

    names: tuple[str, ...]
    left_out: LeftOut = LeftOut()
    dated: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Source:
    """An export that is open for reading.

    Attributes:
        path: Where it is, as text for people; without a password.
        columns: The columns' names, in the order of the file.
        view: Name of the view or table in the connection: every column as VARCHAR, and ``ROW`` as BIGINT.
        left_out: Lines that are no rows; the view leaves them out.
        dated: Columns that the file itself holds as dates; the view has each also by the name ``instant`` gives it.
        remarks: What is to be told about how it was read.
    """

    path: str
    columns: tuple[str, ...]
    view: str
    left_out: LeftOut = LeftOut()
    dated: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()


def instant(column: str) -> str:
    """Name of the column that holds a typed date in microseconds since 1970 UTC, BIGINT; so large ones as infinity."""
    return f"{ROW} {column}"


def connect(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that takes times without an offset for UTC, and never fetches an extension."""
    connection = duckdb.connect(config={"threads": threads, "autoinstall_known_extensions": False})
    connection.execute("SET TimeZone = 'UTC'")
    return connection


_INVISIBLE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\ufeff": None, "\u200b": None, "\u00ad": None})


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """The header's names: trimmed, composed, with plain spaces and each only once.

    A column without a name is called after its position; one whose name is taken gets a number. Capitals do not count.

    >>> column_names(["Gr\u00f6\u00dfe", "Deal\u00a0value", "", "deal value"])
    ('Größe', 'Deal value', 'column_3', 'deal value_2')
    """
    names: list[str] = []
    taken = {ROW}
    for position, written in enumerate(header, start=1):
        name = normalize("NFC", written).translate(_INVISIBLE).strip() or f"column_{position}"
        numbered = (f"{name}_{number}" for number in count(2))
        name = next(free for free in chain([name], numbered) if free.lower() not in taken)
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def renamed(header: Sequence[str], names: Sequence[str]) -> Iterator[Remark]:
    """A remark for the columns that share their name with an earlier one, if there are any."""
    columns = [name for name, alone in zip(names, map(column_names, zip(header)), strict=True) if (name,) != alone]
    numbered = [name for name in columns if not name.startswith("column_")]
    if numbered:
        yield Remark("renamed", {"columns": ", ".join(f"`{name}`" for name in numbered)})


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
