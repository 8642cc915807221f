"""A registry in the project's folder: made in one step, and found again where the folder was moved or copied.

MLflow keeps the absolute addresses of files. Where the database lies in the project's folder, its files do, too; so
an address outside of it is one from before the folder was moved, and means the same place below the folder of today.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from urllib.request import url2pathname

from leadscore.model.errors import RegistryError
from leadscore.model.registry.address import ARTIFACTS, Address


def create(address: Address, fill: Callable[[Address], None]) -> None:
    """Make an embedded database, in one step: whoever comes second finds it whole, and keeps it.

    Args:
        address: Of a database that is not there yet.
        fill: Makes the tables of a database at an address.

    Raises:
        OSError: The folder cannot be written to.
    """
    database = address.database
    if database is None or database.exists():
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    # not while others look: MLflow makes its tables in many steps, and two that do so at once fail
    with TemporaryDirectory(dir=database.parent, prefix=".making-") as desk:
        draft = Address.of(f"sqlite:///{database.name}", Path(desk))
        fill(draft)
        _take_name(Path(desk) / database.name, database)


def _take_name(draft: Path, database: Path) -> None:
    try:
        os.link(draft, database)  # unlike a renaming, it never takes the place of what is there
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not database.exists():
            draft.rename(database)


def require_writable(address: Address) -> None:
    """Refuse an embedded database that only can be read, before hours of work for it.

    Raises:
        RegistryError: It cannot be written to.
    """
    database = address.database
    if database is None:
        return
    for place in (database, database.parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise RegistryError(
                "The model registry can be read, but not written to",
                where=str(place),
                remedy="work in a copy of the project's folder that you may write to",
            )


def located(stored: str, address: Address) -> str:
    """Where files lie that MLflow stored at an address: at the same place below the folder, if it was moved."""
    place = _place_today(stored, address)
    return stored if place is None or not place.exists() else place.as_uri()


_ADDRESSES = (
    ("experiments", "artifact_location"),
    ("runs", "artifact_uri"),
    ("logged_models", "artifact_location"),
    ("model_versions", "source"),
    ("model_versions", "storage_location"),
)
"""Tables and columns of MLflow's database that hold absolute addresses of files."""


def settle(address: Address) -> None:
    """Let an embedded database that was moved say where its files are now, so that new ones go there, too.

    Args:
        address: Of the registry; nothing happens to a server, or to a database outside of the project's folder.

    Raises:
        OSError: The database cannot be read.
        sqlite3.Error: It cannot be written to.
    """
    database = address.database
    if database is None or not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        for table, column, stored in _stored(connection):
            place = _place_today(stored, address)
            if place is not None and (table == "experiments" or place.exists()):
                change = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608 - our own names
                connection.execute(change, (place.as_uri(), stored))


def _stored(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Every address, with its table and column; an older MLflow may lack some of them."""
    for table, column in _ADDRESSES:
        with contextlib.suppress(sqlite3.OperationalError):
            rows = connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()  # noqa: S608 - our names
            yield from ((table, column, stored) for (stored,) in rows if stored)


def _place_today(stored: str, address: Address) -> Path | None:
    """The place below today's folder; None where the address already lies there, or never did."""
    parts = urlsplit(stored)
    if parts.scheme not in ("", "file") or not address.in_folder:
        return None
    path = Path(url2pathname(parts.path) if parts.scheme else stored)
    if ARTIFACTS not in path.parts or path.is_relative_to(address.folder):
        return None
    last = len(path.parts) - 1 - path.parts[::-1].index(ARTIFACTS)
    return address.folder.joinpath(*path.parts[last:])
