"""Erased leads: the ids that may neither be stored in a bundle nor be shown as past leads."""

from pathlib import Path

from leadscore.model.errors import SourceError


def read_erased(path: Path | None) -> frozenset[str]:
    """The ids in a file, one per line; none without a path. Blank lines and blanks around an id are ignored.

    Raises:
        SourceError: There is no such file, or it cannot be read as UTF-8: nobody is shown rather than somebody who
            must not be.
    """
    if path is None:
        return frozenset()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            "The list of erased leads cannot be read",
            where=str(path),
            remedy="set `similar.erased` to a UTF-8 file with one id a line",
        ) from error
    return frozenset(stripped for line in lines if (stripped := line.strip()))
