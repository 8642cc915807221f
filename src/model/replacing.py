"""Files that appear whole or not at all: written beside their place, and moved into it when they are done."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from leadscore.model.errors import SourceError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Write a file so that its name always stands for a whole one, whatever happens on the way.

    What was there before stays until the block is done, and stays for good if the block fails. A link goes on
    pointing to where it pointed; what is no file, such as a pipe, is written to as it is.

    Args:
        path: Where it is to be.

    Yields:
        Where to write it: a name beside, that nobody else uses.

    Raises:
        SourceError: It cannot be written there, or the disk is full.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with replacing(Path(folder, "scores.csv")) as draft:
    ...         _ = draft.write_text("lead_id,score")
    ...     os.listdir(folder)
    ['scores.csv']
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        with refused(path):
            yield path
        return
    draft = place.with_name(f".{place.name[:_LONGEST_NAME]}.{uuid4().hex[:12]}.part")
    try:
        with refused(path):
            yield draft
            _keep_mode(place, draft)
            _sync(draft)
            draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


_LONGEST_NAME = 100  # a name has at most 255 bytes, and a letter at most four


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Say in words that a file cannot be written.

    Args:
        path: The file that people know of.

    Raises:
        SourceError: As said.
    """
    try:
        yield
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(
            f"The file cannot be written: {error.strerror or error}; what was there before is untouched",
            where=str(path),
            remedy="make room on the disk, or choose a folder that you may write to",
        ) from error


def _keep_mode(place: Path, draft: Path) -> None:
    """Who may read the file stays as it was."""
    if place.exists():
        shutil.copymode(place, draft)


def _sync(draft: Path) -> None:
    """Without this, a name may survive a power cut and its content not."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
