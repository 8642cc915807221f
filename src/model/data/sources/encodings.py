"""In which encoding a text file is written: by its first bytes, by trying UTF-8, else by a guess that is told."""

import codecs
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from charset_normalizer import CharsetMatch, from_bytes

from leadscore.model.errors import SourceError

UTF_8 = "utf-8"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "save it as .xlsx or CSV"),
    b"PK\x03\x04": ("a zip archive", "unpack it"),
    b"%PDF": ("a PDF", "export the table as CSV"),
    b"SQLite format 3": ("an SQLite database", "name a table in it: sqlite:///FILE::TABLE"),
    b"\x28\xb5\x2f\xfd": ("compressed with zstd", "use gzip"),
}
_GUESSED = ("cp1252", "cp1250", "cp1251", "mac_roman", "cp1254", "cp1253", "cp932", "gb18030")
"""What exports are written in, besides UTF-8; among equally good guesses the earlier one is taken."""

_SIGNS = "¹²³º£¥¤§¢¨¯´¸¶×÷¦±©®°"
_ODD = re.compile(rf"[{_SIGNS}][^\W\d_A-Z]|[^\W\d_][{_SIGNS}¿¡]|[a-zß-ÿ][À-ÞŠŸŒŽ][a-zß-ÿ]")

_ENOUGH_BYTES = 1 << 16
_AS_GOOD = 0.01
_MOST_DAMAGED = 0.1


def stated_encoding(sample: bytes, *, where: str) -> str | None:
    """The encoding that the first bytes of a file show, None where any could follow.

    Raises:
        SourceError: They are those of something else than text.
    """
    for start, (kind, remedy) in _FOREIGN.items():
        if sample.startswith(start):
            raise SourceError(f"The file is {kind}, not a table of text", where=where, remedy=remedy)
    for bom, encoding in _BOMS.items():
        if sample.startswith(bom):
            return encoding
    if b"\0" not in sample:
        return None
    for encoding, ascii_half, zero_half in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        zeros = sample[zero_half::2].count(0) / (len(sample) // 2 or 1)
        if zeros > 0.5 and 0 not in sample[ascii_half : len(sample) // 2 * 2 : 2]:
            return encoding
    raise SourceError("The file is not a table of text", where=where, remedy="export it as CSV or Parquet")


def is_utf_8(sample: bytes) -> bool:
    """Whether the beginning of a file is UTF-8."""
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def guess_encoding(file: IO[bytes], *, path: Path) -> tuple[str, bool]:
    """The likeliest encoding of a file that is not UTF-8 throughout, and whether it is UTF-8 with damaged lines.

    Only lines that hold more than ASCII are looked at, wherever in the file they are.

    Raises:
        SourceError: No encoding makes it readable text.
    """
    lines = _telling_lines(file)
    damaged = sum(not is_utf_8(line) for line in lines)
    if damaged < _MOST_DAMAGED * len(lines):
        return UTF_8, True
    matches = list(from_bytes(b"".join(lines)[:_ENOUGH_BYTES], cp_isolation=list(_GUESSED)))
    if not matches:
        raise SourceError(
            "The file is neither UTF-8 nor in an encoding that could be guessed",
            where=os.fspath(path),
            remedy="save it as UTF-8",
        )
    return _likeliest(matches), False


def _telling_lines(lines: Iterable[bytes]) -> list[bytes]:
    telling: list[bytes] = []
    read = 0
    for line in lines:
        if not line.isascii():
            telling.append(line)
            read += len(line)
        if read > _ENOUGH_BYTES:
            break
    return telling


def _likeliest(matches: list[CharsetMatch]) -> str:
    """Of the least messy guesses the one that reads most like a language; Windows-1252 where they read alike."""
    known = {name: match for match in matches for name in (match.encoding, *match.could_be_from_charset)}
    messes = {name: known[name].chaos + _oddness(str(known[name])) for name in _GUESSED if name in known}
    likely = [name for name, mess in messes.items() if mess <= min(messes.values()) + _AS_GOOD]
    return max(likely, key=lambda name: known[name].coherence) if likely else matches[0].encoding


def _oddness(text: str) -> float:
    """Share of the letters beyond ASCII that are none, or are capitals, in the middle of a word: Wroc³aw, ZŸrich."""
    beyond = sum(not character.isascii() for character in text)
    return len(_ODD.findall(text)) / max(beyond, 1)
