"""The records of a delimited text one by one, whatever its line ends and quotes; what fits no header is told apart."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

MOST_CHARACTERS = 2_000_000
"""In one line, or in one record."""

_MOST_LINES = 10_000
_ESCAPED = re.compile(r'\\(["\\])')

Flaw = Literal["malformed", "oversized", "blank"]
"""Why a record is no row: it does not fit the header, it is too long, or it holds separators only."""


@dataclass(frozen=True, slots=True)
class TextRecord:
    """One record below the header.

    Attributes:
        line: The line at which it starts, from 1.
        fields: One for each column of the header; none where it has a flaw.
        flaw: Why it is no row; None where it is one.
        early: Whether it ended before the last column.
    """

    line: int
    fields: Sequence[str] = ()
    flaw: Flaw | None = None
    early: bool = False


def read_records(text: TextIO, *, separator: str, width: int, skip: int) -> Iterator[TextRecord]:
    """Read the records below the header; blank lines are none.

    A record that ends early has empty last cells. One that fits only if a backslash protects the quote behind it is
    read so. Of one that does not fit, the line at which it starts is lost, and reading goes on behind it, so that
    a quote that is never closed costs one line.

    Args:
        text: Opened without translation of line ends.
        separator: Between two fields.
        width: Number of columns of the header.
        skip: Number of lines before the header.
    """
    csv.field_size_limit(MOST_CHARACTERS)
    lines = _Lines(text)
    for _ in range(skip):
        next(lines, "")
    _read(lines, separator, width)
    broken = False
    while (record := _read(lines, separator, width)) is not None:
        if broken and record.early:
            record = TextRecord(record.line, flaw="malformed")  # the rest of what broke, and not a row of its own
        broken = record.flaw == "malformed"
        if record.fields or record.flaw:
            yield record


class _Lines:
    """The lines of a text with their ends; lines that were taken can be given back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._returned: deque[str] = deque()
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)

    def _read(self) -> str:
        line = rest = self._text.readline(MOST_CHARACTERS + 1)
        while len(rest) > MOST_CHARACTERS and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(MOST_CHARACTERS + 1)  # read on, but not kept
        return line


def _read(lines: _Lines, separator: str, width: int) -> TextRecord | None:
    start, tries = lines.number + 1, []
    for escaped in (False, True):
        taken: list[str] = []
        fields = _fields(_taking(lines, taken, escaped=escaped), separator)
        if not taken:
            return None
        record = _record(start, fields, width)
        if record is not None:
            return record
        lines.give_back(taken)
        tries.append((fields, taken))
        if not any(_ESCAPED.search(line) for line in taken):
            break
    fields, taken = tries[0]
    return _lost(lines, start, taken, whole=fields is not None)


def _taking(lines: _Lines, taken: list[str], *, escaped: bool) -> Iterator[str]:
    """The lines of one record, as they are asked for, up to the longest that one may be."""
    characters = 0
    for line in lines:
        taken.append(line)
        characters += len(line)
        if characters > MOST_CHARACTERS or len(taken) > _MOST_LINES:
            return
        yield _ESCAPED.sub(lambda found: found[1].replace('"', '""'), line) if escaped else line


def _fields(lines: Iterator[str], separator: str) -> list[str] | None:
    try:
        return next(csv.reader(lines, delimiter=separator, strict=True), None)
    except csv.Error:
        return None


def _record(start: int, fields: list[str] | None, width: int) -> TextRecord | None:
    """The record as a row, or as one of separators only; None where it does not fit."""
    if fields is None:
        return None
    filled = any(field.strip() for field in fields)
    if not filled:
        return TextRecord(start, flaw="blank" if len(fields) > 1 else None)
    if len(fields) > width:
        return None if any(field.strip() for field in fields[width:]) else TextRecord(start, fields[:width])
    missing = width - len(fields)
    return TextRecord(start, [*fields, *[""] * missing] if missing else fields, early=missing > 0)


def _lost(lines: _Lines, start: int, taken: Sequence[str], *, whole: bool) -> TextRecord:
    """What does not fit: all of its lines where its quotes are in order, else the first."""
    oversized = len(taken[0]) > MOST_CHARACTERS or (whole and sum(map(len, taken)) > MOST_CHARACTERS)
    for _ in range(len(taken) if whole else 1):
        next(lines)
    return TextRecord(start, flaw="oversized" if oversized else "malformed")
