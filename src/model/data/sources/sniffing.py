"""How a delimited text file is written: its encoding, its separator, and where its header stands."""

import codecs
import csv
import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

from leadscore.model.data.sources.encodings import UTF_8, guess_encoding, is_utf_8, stated_encoding
from leadscore.model.errors import DataError, SourceError

SEPARATORS = {"\t": "tab", ";": ";", "|": "|", ",": ","}
"""The separators that are known, with their names; on a tie the earlier one is taken."""

SAMPLE_BYTES = 1 << 18
_GZIP = b"\x1f\x8b"
_SAMPLE_RECORDS = 200
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
        titles: How many of these are titles.
        lines_above: How many of these are not blank; one that states the separator is among them.
        guessed: Whether the encoding is a guess.
        damaged: Whether bytes that are not in the encoding are to be replaced.
    """

    encoding: str
    gzipped: bool
    separator: str
    header: tuple[str, ...]
    skip: int = 0
    titles: int = 0
    lines_above: int = 0
    guessed: bool = False
    damaged: bool = False


def sniff(path: Path, *, encoding: str | None = None, damaged: bool = False) -> Dialect:
    """Find out how a file is written from its first 256 kB.

    Args:
        path: The file.
        encoding: Its encoding, where it is known already.
        damaged: Whether it is known that some bytes are not in that encoding.

    Raises:
        SourceError: It is not text, or its compression is damaged.
        DataError: It holds nothing.
    """
    with path.open("rb") as file:
        gzipped = file.read(2) == _GZIP
    sample = _sample(path, gzipped=gzipped)
    stated = encoding or stated_encoding(sample, where=os.fspath(path)) or (UTF_8 if is_utf_8(sample) else None)
    guessed = encoding is not None and not damaged
    if stated is None:
        with open_bytes(path, gzipped=gzipped) as whole:
            stated, damaged = guess_encoding(whole, path=path)
        guessed = not damaged
    text = codecs.getincrementaldecoder(stated)("replace").decode(sample)
    layout = _layout(text, whole=len(sample) < SAMPLE_BYTES, where=os.fspath(path))
    return replace(layout, encoding=stated, gzipped=gzipped, guessed=guessed, damaged=damaged)


def open_bytes(path: Path, *, gzipped: bool) -> IO[bytes]:
    """The file's bytes, decompressed."""
    return cast("IO[bytes]", gzip.GzipFile(path)) if gzipped else path.open("rb")


def _sample(path: Path, *, gzipped: bool) -> bytes:
    try:
        with open_bytes(path, gzipped=gzipped) as file:
            return file.read(SAMPLE_BYTES)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError("The compressed file is damaged", where=os.fspath(path), remedy="copy it again") from error


def _layout(text: str, *, whole: bool, where: str) -> Dialect:
    """What the text itself shows, as if it were plain UTF-8."""
    stated, body = _without_statement(text)
    if not body.strip():
        raise DataError("The file is empty", where=where, remedy="export it again")
    separator = stated or _separator(body, whole=whole)
    records = _records(body, separator, whole=whole)
    place = find_header([record for _, record in records])
    before, header = records[place]
    lines = _LINE_END.split(body)[:before]
    skip = len(_LINE_END.findall(text.removesuffix(body))) + before
    titles = sum(bool(line) for line in lines)
    return Dialect(UTF_8, False, separator, tuple(header), skip, titles, titles + (stated is not None))


def _without_statement(text: str) -> tuple[str | None, str]:
    """The separator that Excel may state in a line of its own, and the text from there on."""
    body = text.lstrip("\r\n")
    stated = _STATED.match(body)
    return (stated[1], body[stated.end() :].lstrip("\r\n")) if stated else (None, body)


def find_header(records: list[list[str]]) -> int:
    """The place of the header: the first record of which more cells are filled than half of what rows go to.

    Reports have lines above it that fill a cell or two; rows may end early, or in separators without anything.

    >>> find_header([["Leads of March"], ["as of", "1 April", "", "", ""], ["id", "a", "b", "c", "d"], ["1", "x"]])
    2
    """
    reach = sorted(max((place for place, cell in enumerate(r, start=1) if cell.strip()), default=0) for r in records)
    typical = reach[-(-3 * (len(reach) - 1) // 4)]
    filled = [sum(bool(cell.strip()) for cell in record) for record in records]
    return next((place for place, count in enumerate(filled) if count > typical / 2), 0)


def _separator(text: str, *, whole: bool) -> str:
    """The separator by which most records have as many fields as the header; then the one with more fields."""

    def fit(separator: str) -> tuple[bool, float, int]:
        records = [record for _, record in _records(text, separator, whole=whole)]
        header, *rows = [len(record) for record in records[find_header(records) :]]
        return header > 1, sum(row == header for row in rows) / max(len(rows), 1), header

    return max(SEPARATORS, key=fit) if any(fit(separator)[0] for separator in SEPARATORS) else ","


def _records(text: str, separator: str, *, whole: bool) -> list[tuple[int, list[str]]]:
    """The first records that are not blank, each with the number of lines before it.

    The last one of a cut-off text is left out.
    """
    try:
        records = list(_first_records(text, separator))
    except csv.Error:
        return [(0, _LINE_END.split(text)[0].split(separator))]
    return records if whole or len(records) < 2 or len(records) == _SAMPLE_RECORDS else records[:-1]


def _first_records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = found = 0
    for record in reader:
        if record:
            yield before, record
            found += 1
        if found == _SAMPLE_RECORDS:
            return
        before = reader.line_num
