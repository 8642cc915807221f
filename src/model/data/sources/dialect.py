"""How a delimited text file is written: its encoding, its separator, its header."""

import codecs
import csv
import gzip
import io
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leadscore.model.errors import DataError, SourceError

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
