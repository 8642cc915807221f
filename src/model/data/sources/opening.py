"""Opening a source of whatever kind, and the errors for what it lacks."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

import duckdb

from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.delimited import open_delimited
from leadscore.model.data.sources.sources import Columns, Source, SourceAddress, drop
from leadscore.model.data.sources.tabular import copy_table, open_parquet
from leadscore.model.data.sources.workbook import open_workbook
from leadscore.model.errors import ConfigError, DataError, SourceError, nearest

_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"

SourceKind = Literal["delimited", "parquet", "workbook", "database"]


class SourceReader(Protocol):
    """Makes what lies at an address a view or table of text, with this name in the connection."""

    def __call__(
        self, connection: duckdb.DuckDBPyConnection, address: SourceAddress, *, folder: Path, name: str
    ) -> Columns:
        """Relative paths start at the folder."""


READERS: Mapping[SourceKind, SourceReader] = {
    "delimited": open_delimited,
    "parquet": open_parquet,
    "workbook": open_workbook,
    "database": copy_table,
}
"""How each kind of source is read."""


def open_source(
    connection: duckdb.DuckDBPyConnection,
    address: SourceAddress,
    *,
    folder: Path,
    name: str,
    rows_needed: bool = True,
) -> Source:
    """Open an export as a view; its rows are read when the view is.

    Args:
        connection: From ``connect``.
        address: Where it lies.
        folder: Where relative paths start.
        name: The view's name; what had that name before is replaced.
        rows_needed: Whether a header alone is refused.

    Raises:
        SourceError: It is missing, or cannot be read as a table.
        DataError: It is empty, or has no rows.
    """
    drop(connection, name)
    columns = READERS[kind_of(address, folder=folder)](connection, address, folder=folder, name=name)
    source = Source(address.shown, columns.names, name, columns.left_out, columns.dated, columns.remarks)
    if rows_needed and not connection.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1").fetchall():
        raise DataError(
            "The table has a header but no rows", where=source.path, remedy="export it again, or leave it out"
        )
    return source


def kind_of(address: SourceAddress, *, folder: Path) -> SourceKind:
    """Which reader an address needs; a file is recognised by how it begins, not by its name.

    Raises:
        SourceError: There is no such file.
        DataError: The file is empty.
    """
    if address.table is not None:
        return "database"
    path = folder / address.location
    if not path.is_file():
        raise SourceError("There is no such file", where=os.fspath(path), remedy=_nearest_file(path))
    with path.open("rb") as file:
        start = file.read(len(_PARQUET))
    if not start:
        raise DataError("The file is empty", where=os.fspath(path), remedy="export it again")
    if start == _ZIP and path.suffix.lower() in (".xlsx", ".xlsm"):
        return "workbook"
    return "parquet" if start == _PARQUET else "delimited"


def _nearest_file(path: Path) -> str:
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    otherwise = "check the path; a relative one starts at the configuration file"
    return nearest(path.name, beside, otherwise=otherwise, likeness=0.6)  # their endings are alike anyway


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
