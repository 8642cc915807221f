"""How many records a text file has, counted on its bytes alone: what a reader of the file must agree with."""

from dataclasses import dataclass
from typing import IO

import numpy as np

_QUOTE, _FEED, _RETURN = 34, 10, 13
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Count:
    """What the bytes of a file say.

    Attributes:
        records: Lines that are not blank; line ends within quotes end none.
        line_ends: How many of the three ways to end a line occur: CRLF, LF and CR.
    """

    records: int
    line_ends: int


def count_records(file: IO[bytes]) -> Count:
    """Count the records of a file in UTF-8.

    Wherever a quote stands it opens or closes a text, so that a stray one makes the count differ from a reader's:
    then the file needs a closer look.
    """
    kinds = np.zeros(3, dtype=np.int64)
    records, read, last_end, inside = 0, 0, -1, False
    while chunk := file.read(_CHUNK_BYTES):
        if chunk.endswith(b"\r"):
            chunk += file.read(1)  # CR and LF of one line end stay together
        block = np.frombuffer(chunk, dtype=np.uint8)
        outside, inside = _outside(block, inside=inside)
        ends, pairs, returns = _line_ends(block, outside)
        kinds += [pairs.sum(), len(ends) - pairs.sum() - returns.sum(), returns.sum()]
        lengths = np.diff(ends + read, prepend=last_end)
        records += int((lengths > 1 + pairs).sum())
        last_end = int(ends[-1]) + read if len(ends) else last_end
        read += len(block)
    return Count(records + int(read > last_end + 1), int((kinds > 0).sum()))


def _outside(block: np.ndarray, *, inside: bool) -> tuple[np.ndarray, bool]:
    """Which bytes lie outside quotes, and whether the block ends within them."""
    quotes = block == _QUOTE
    if not quotes.any():
        return np.full(len(block), not inside), inside
    within = (np.cumsum(quotes, dtype=np.uint8) + np.uint8(inside)) & 1 == 1
    return ~within, bool(within[-1])


def _line_ends(block: np.ndarray, outside: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where lines end, and which of these ends are CRLF, and which CR alone."""
    feeds, returns = (block == _FEED) & outside, (block == _RETURN) & outside
    pairs = np.zeros(len(block), dtype=bool)
    pairs[1:] = feeds[1:] & returns[:-1]
    alone = returns.copy()
    alone[:-1] &= ~pairs[1:]
    ends = np.flatnonzero(feeds | alone)
    return ends, pairs[ends], alone[ends]
