"""Delimited text files as a view: how a file is written, and the lines that do not fit its header."""

import codecs
import csv
import gzip
import io
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from leadscore.model.data.sources.casting import literal, quoted
from leadscore.model.data.sources.sources import ROW, Columns, SourceAddress, column_names, path_sql
from leadscore.model.errors import DataError, SourceError, some

SEPARATORS = {"\t": "tab", ";": ";", "|": "|", ",": ","}
"""The separators that are known, with their names; on a tie the earlier one is taken."""

UTF_8, WINDOWS = "utf-8", "cp1252"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_GZIP = b"\x1f\x8b"
_FOREIGN = {
    b"PK\x03\x04": ("an Excel workbook or a zip archive", "save it as CSV"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "save it as CSV"),
    b"%PDF": ("a PDF", "export the table as CSV"),
    b"SQLite format 3": ("an SQLite database", "name a table in it: sqlite:///FILE::TABLE"),
    b"\x28\xb5\x2f\xfd": ("compressed with zstd", "use gzip"),
}

SAMPLE_BYTES = 1 << 18
_SAMPLE_RECORDS = 200
_CHUNK_CHARACTERS = 1 << 20
_LINE_END = re.compile(r"\r\n|\r|\n")
_STATED = re.compile(r"(?i)\Asep=(.)\r?\n")


@dataclass(frozen=True)
class Dialect:
    """How to read one delimited text file.

    Attributes:
        encoding: Python's name of the encoding.
        gzipped: Whether the file is compressed.
        separator: The character between two fields.
        header: The column names as they stand there.
        skip: Number of lines before the header.
    """

    encoding: str
    gzipped: bool
    separator: str
    header: tuple[str, ...]
    skip: int = 0


def sniff(path: Path) -> Dialect:
    """Find out how a file is written from its first 256 kB.

    Raises:
        SourceError: It is not text, or its compression is damaged.
        DataError: It holds nothing.
    """
    with path.open("rb") as file:
        gzipped = file.read(2) == _GZIP
    sample = _sample(path, gzipped=gzipped)
    encoding = _encoding(sample, where=os.fspath(path))
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    stated, body = _without_preamble(text)
    if not body.strip():
        raise DataError("The file is empty", where=os.fspath(path), remedy="export it again")
    separator = stated or _separator(body, whole=len(sample) < SAMPLE_BYTES)
    skip = len(_LINE_END.findall(text.removesuffix(body)))
    return Dialect(encoding, gzipped, separator, tuple(_records(body, separator, whole=True)[0]), skip)


def rewrite_as_utf8(path: Path, dialect: Dialect, *, copy: Path) -> None:
    """Write an uncompressed UTF-8 copy of a text file.

    Raises:
        SourceError: The file is not in the dialect's encoding.
    """
    try:
        with (
            _open(path, gzipped=dialect.gzipped) as raw,
            io.TextIOWrapper(raw, encoding=dialect.encoding, newline="") as text,
            copy.open("w", encoding=UTF_8, newline="") as out,
        ):
            shutil.copyfileobj(text, out, _CHUNK_CHARACTERS)
    except UnicodeError as error:
        raise SourceError(
            f"The file is not text in {dialect.encoding}, nor in UTF-8",
            where=os.fspath(path),
            remedy="save it as UTF-8",
        ) from error


def _open(path: Path, *, gzipped: bool) -> gzip.GzipFile | io.BufferedReader:
    return gzip.GzipFile(path) if gzipped else path.open("rb")


def _sample(path: Path, *, gzipped: bool) -> bytes:
    try:
        with _open(path, gzipped=gzipped) as file:
            return file.read(SAMPLE_BYTES)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError("The compressed file is damaged", where=os.fspath(path), remedy="copy it again") from error


def _encoding(sample: bytes, *, where: str) -> str:
    for start, (kind, remedy) in _FOREIGN.items():
        if sample.startswith(start):
            raise SourceError(f"The file is {kind}, not a table of text", where=where, remedy=remedy)
    for bom, encoding in _BOMS.items():
        if sample.startswith(bom):
            return encoding
    if b"\0" in sample:
        raise SourceError("The file is not a table of text", where=where, remedy="export it as CSV or Parquet")
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(sample)
    except UnicodeDecodeError:
        return WINDOWS
    return UTF_8


def _without_preamble(text: str) -> tuple[str | None, str]:
    """The separator that Excel may state in a line of its own, and the text from the header on."""
    body = text.lstrip("\r\n")
    stated = _STATED.match(body)
    return (stated[1], body[stated.end() :].lstrip("\r\n")) if stated else (None, body)


def _separator(text: str, *, whole: bool) -> str:
    """The separator by which most records have as many fields as the header; then the one with more fields."""

    def fit(separator: str) -> tuple[bool, float, int]:
        header, *rows = [len(record) for record in _records(text, separator, whole=whole)]
        return header > 1, sum(row == header for row in rows) / max(len(rows), 1), header

    return max(SEPARATORS, key=fit) if any(fit(separator)[0] for separator in SEPARATORS) else ","


def _records(text: str, separator: str, *, whole: bool) -> list[list[str]]:
    """The first records that are not blank; the last one of a cut-off text is left out."""
    try:
        records = list(_first_records(text, separator))
    except csv.Error:
        return [_LINE_END.split(text)[0].split(separator)]
    return records if whole or len(records) < 2 or len(records) == _SAMPLE_RECORDS else records[:-1]


def _first_records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, record in enumerate(record for record in reader if record):
        if number == _SAMPLE_RECORDS:
            return
        yield record


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
