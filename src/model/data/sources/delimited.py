"""Delimited text files as a view, and the lines that do not fit the header."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from leadscore.model.data.sources.address import SourceAddress
from leadscore.model.data.sources.casting import literal, quoted
from leadscore.model.data.sources.dialect import SEPARATORS, UTF_8, WINDOWS, Dialect, rewrite_as_utf8, sniff
from leadscore.model.data.sources.sources import ROW, Columns, column_names, path_sql
from leadscore.model.errors import DataError, SourceError, some

_REJECTS, _SCANS = "csv_rejects", "csv_scans"
_WRONG_ENCODING = "INVALID ENCODING"
_MOST_MALFORMED = 0.5  # beyond this share, the file is not what it was taken for


def open_delimited(
    connection: duckdb.DuckDBPyConnection, address: SourceAddress, *, folder: Path, name: str
) -> Columns:
    """Make a view of a delimited text file; the file is scanned once for lines that do not fit.

    Where lines do not fit, or the encoding is not UTF-8, it is a table instead of a view.

    Raises:
        SourceError: It is no text, or damaged.
        DataError: It is empty, has two columns of one name, or most lines do not fit the header.
    """
    path = folder / address.location
    dialect = sniff(path)
    file = _File(path, dialect, column_names(dialect.header, where=os.fspath(path)), where=os.fspath(path))
    if not dialect.encoding.startswith(UTF_8):
        return _copy_rewritten(connection, file, name=name)
    # Counting each column makes DuckDB look at all text: without it, a wrong encoding goes unnoticed.
    _, errors = _read(connection, file, "SELECT count(*), count(COLUMNS(*)) FROM {reader}")
    if _WRONG_ENCODING in errors.values():
        return _copy_rewritten(connection, replace(file, dialect=replace(dialect, encoding=WINDOWS)), name=name)
    if errors:
        return _copy(connection, file, name=name)
    view = f"CREATE VIEW {quoted(name)} AS {_NUMBERED}"
    connection.execute(view.replace("{reader}", file.reader()))
    return Columns(file.columns)


_NUMBERED = f"SELECT *, row_number() OVER () AS {ROW} FROM {{reader}}"


@dataclass(frozen=True)
class _File:
    path: Path
    dialect: Dialect
    columns: tuple[str, ...]
    where: str

    def reader(self, options: str = "") -> str:
        """The call that reads it as text; everything is stated, because DuckDB's own guesses look at few rows."""
        types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in self.columns)
        compression = "gzip" if self.dialect.gzipped else "none"
        return (
            f"read_csv({path_sql(self.path)}, auto_detect = false, header = true, columns = {{{types}}},"
            f" delim = {literal(self.dialect.separator)}, quote = '\"', escape = '\"', skip = {self.dialect.skip},"
            f" compression = '{compression}'{options})"
        )


def _copy_rewritten(connection: duckdb.DuckDBPyConnection, file: _File, *, name: str) -> Columns:
    with TemporaryDirectory() as folder:
        copy = replace(file, path=Path(folder) / "copy.csv", dialect=replace(file.dialect, gzipped=False))
        rewrite_as_utf8(file.path, file.dialect, copy=copy.path)
        return _copy(connection, copy, name=name)


def _copy(connection: duckdb.DuckDBPyConnection, file: _File, *, name: str) -> Columns:
    # Not a view: DuckDB loses good rows after a bad one when it may skip errors without storing them.
    rows, errors = _read(connection, file, f"CREATE TABLE {quoted(name)} AS {_NUMBERED}")
    lines = tuple(sorted(errors))
    if len(lines) > _MOST_MALFORMED * (rows + len(lines)):
        separator = SEPARATORS.get(file.dialect.separator, file.dialect.separator)
        raise DataError(
            f"{len(lines)} of {rows + len(lines)} rows do not have the {len(file.columns)} columns of the header",
            where=f"{file.where}, {some(lines, unit='lines')}",
            remedy=f"check the header and the quotes; the columns were taken to be separated by {separator}",
        )
    _renumber(connection, [line - 1 - file.dialect.skip for line in lines], name=name)
    return Columns(file.columns, lines)


def _read(connection: duckdb.DuckDBPyConnection, file: _File, query: str) -> tuple[int, dict[int, str]]:
    """Run a query that starts with a count of the good rows; that count, and the error of every other line."""
    options = f", store_rejects = true, rejects_table = '{_REJECTS}', rejects_scan = '{_SCANS}'"
    try:
        ((rows, *_),) = connection.execute(query.replace("{reader}", file.reader(options))).fetchall()
        errors = connection.execute(f"SELECT line, error_type FROM {_REJECTS}").fetchall()
    except duckdb.Error as error:
        raise SourceError(
            "The file cannot be read as delimited text", where=file.where, remedy="export it again"
        ) from error
    finally:
        for table in (_REJECTS, _SCANS):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
    return int(rows), {int(line): str(kind) for line, kind in errors}


def _renumber(connection: duckdb.DuckDBPyConnection, missing: list[int], *, name: str) -> None:
    """Number the rows as in the file, where the missing ones are counted too."""
    if not missing:
        return
    shifts = quoted(f"{name} shifts")
    firsts = [[number - before, before + 1] for before, number in enumerate(missing)]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {shifts} (first BIGINT, shift BIGINT)")
    connection.executemany(f"INSERT INTO {shifts} VALUES (?, ?)", firsts)
    shift = f"(SELECT coalesce(max(shift), 0) FROM {shifts} WHERE first <= {ROW})"
    connection.execute(f"UPDATE {quoted(name)} SET {ROW} = {ROW} + {shift}")
    connection.execute(f"DROP TABLE {shifts}")
