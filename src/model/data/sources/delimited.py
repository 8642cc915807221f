"""Delimited text files as a view, or as a copy where they are not written in one way throughout."""

import csv
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from leadscore.model.data.sources.casting import literal, quoted
from leadscore.model.data.sources.copying import copy_rows
from leadscore.model.data.sources.counting import count_records
from leadscore.model.data.sources.encodings import UTF_8, guess_encoding
from leadscore.model.data.sources.records import TextRecord, read_records
from leadscore.model.data.sources.sniffing import SEPARATORS, Dialect, open_bytes, sniff
from leadscore.model.data.sources.sources import (
    ROW,
    Columns,
    LeftOut,
    Remark,
    SourceAddress,
    column_names,
    drop,
    path_sql,
    renamed,
)
from leadscore.model.errors import DataError, SourceError, some

_REJECTS, _SCANS = "csv_rejects", "csv_scans"
_MOST_MALFORMED = 0.5  # beyond this share, the file is not what it was taken for


def open_delimited(
    connection: duckdb.DuckDBPyConnection, address: SourceAddress, *, folder: Path, name: str
) -> Columns:
    """Make a view of a delimited text file; it is scanned once, and its records are counted on its bytes beside.

    Where the two do not agree, where a line does not fit, or where the encoding is not UTF-8, its records are read
    one by one into a table instead of a view: rows and lines left out are all the records that the file has.

    Raises:
        SourceError: It is no text, or damaged.
        DataError: It is empty, or most lines do not fit the header.
    """
    path = folder / address.location
    file = _File(path, sniff(path))
    try:
        if file.is_plain and _is_regular(connection, file):
            view = f"CREATE VIEW {quoted(name)} AS SELECT *, row_number() OVER () AS {ROW} FROM {file.reader()}"
            connection.execute(view)
            return Columns(file.columns, remarks=file.remarks())
        try:
            return _copy(connection, file, name=name)
        except UnicodeError:  # further down than the first look went
            drop(connection, name)
            return _copy(connection, file.in_guessed_encoding(), name=name)
    except (UnicodeError, csv.Error, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(
            "The file cannot be read as delimited text", where=os.fspath(path), remedy="export it again"
        ) from error


@dataclass(frozen=True)
class _File:
    path: Path
    dialect: Dialect
    columns: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", column_names(self.dialect.header))

    @property
    def is_plain(self) -> bool:
        """Whether DuckDB can read the encoding."""
        return self.dialect.encoding.startswith(UTF_8) and not self.dialect.damaged

    def in_guessed_encoding(self) -> "_File":
        """The same file, its encoding guessed from all of its lines."""
        with open_bytes(self.path, gzipped=self.dialect.gzipped) as raw:
            encoding, damaged = guess_encoding(raw, path=self.path)
        return _File(self.path, sniff(self.path, encoding=encoding, damaged=damaged))

    def reader(self, options: str = "") -> str:
        """The call that reads it as text; everything is stated, because DuckDB's own guesses look at few rows."""
        types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in self.columns)
        compression = "gzip" if self.dialect.gzipped else "none"
        return (
            f"read_csv({path_sql(self.path)}, auto_detect = false, header = true, columns = {{{types}}},"
            f" delim = {literal(self.dialect.separator)}, quote = '\"', escape = '\"', skip = {self.dialect.skip},"
            f" compression = '{compression}'{options})"
        )

    def records(self) -> Iterator[TextRecord]:
        """Its records below the header, one by one."""
        errors = "replace" if self.dialect.damaged else "strict"
        with (
            open_bytes(self.path, gzipped=self.dialect.gzipped) as raw,
            io.TextIOWrapper(raw, encoding=self.dialect.encoding, errors=errors, newline="") as text,
        ):
            separator, skip = self.dialect.separator, self.dialect.skip
            yield from read_records(text, separator=separator, width=len(self.columns), skip=skip)

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be told of how it was read."""
        dialect, found = self.dialect, list(renamed(self.dialect.header, self.columns))
        if dialect.damaged:
            found.append(Remark("damaged"))
        elif dialect.guessed:
            found.append(Remark("encoding", {"encoding": dialect.encoding}))
        if dialect.titles:
            found.append(Remark("titles", {"count": dialect.titles}))
        return tuple(found)


def _is_regular(connection: duckdb.DuckDBPyConnection, file: _File) -> bool:
    """Whether DuckDB reads all of it without an error, as many rows as its bytes have, and none of them blank."""
    with open_bytes(file.path, gzipped=file.dialect.gzipped) as raw:
        count = count_records(raw)
    options = f", store_rejects = true, rejects_table = '{_REJECTS}', rejects_scan = '{_SCANS}'"
    # Counting each column makes DuckDB look at all text: without it, a wrong encoding goes unnoticed.
    cells = ", ".join(map(quoted, file.columns))
    query = f"SELECT count(*), count(coalesce({cells})), count(COLUMNS(*)) FROM {file.reader(options)}"
    try:
        ((rows, filled, *_),) = connection.execute(query).fetchall()
        ((errors,),) = connection.execute(f"SELECT count(*) FROM {_REJECTS}").fetchall()
    except duckdb.Error:
        return False
    finally:
        for table in (_REJECTS, _SCANS):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
    above = file.dialect.lines_above + 1
    return bool(errors == 0 and count.line_ends < 2 and rows == filled == count.records - above)


def _copy(connection: duckdb.DuckDBPyConnection, file: _File, *, name: str) -> Columns:
    """A table of the records that are rows, each with its number among all."""
    flawed: list[TextRecord] = []
    early = 0

    def rows() -> Iterator[tuple[int, list[str]]]:
        nonlocal early
        for number, record in enumerate(file.records(), start=1):
            if record.flaw is None:
                early += record.early
                yield number, list(record.fields)
            else:
                flawed.append(record)

    count = copy_rows(connection, file.columns, rows(), name=name)
    left_out = LeftOut.of((record.flaw, record.line) for record in flawed if record.flaw)
    _refuse_misread(file, left_out, rows=count)
    remarks = [Remark("early", {"count": early})] if early else []
    return Columns(file.columns, left_out, remarks=(*file.remarks(), *remarks))


def _refuse_misread(file: _File, left_out: LeftOut, *, rows: int) -> None:
    lines = (*left_out.malformed, *left_out.oversized)
    if len(lines) > _MOST_MALFORMED * (rows + len(lines)):
        separator = SEPARATORS.get(file.dialect.separator, file.dialect.separator)
        raise DataError(
            f"{len(lines)} of {rows + len(lines)} rows do not have the {len(file.columns)} columns of the header",
            where=f"{os.fspath(file.path)}, {some(lines, unit='lines')}",
            remedy=f"check the header and the quotes; the columns were taken to be separated by {separator}",
        )
