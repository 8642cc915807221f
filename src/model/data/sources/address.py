"""Where an export lies: the one type for what configurations and command lines name as a source."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

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
        moved = url.set(database=_from_folder(str(url.database), start=start, folder=folder))
        return replace(self, location=moved.render_as_string(hide_password=False))


def is_sqlite_file(url: URL) -> bool:
    """Whether a database is one file on this disk."""
    return url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")


def _from_folder(path: str, *, start: Path, folder: Path) -> str:
    return path if Path(path).is_absolute() else Path(os.path.relpath(start / path, folder)).as_posix()
