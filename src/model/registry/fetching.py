"""Fetching a folder so that it is there as a whole or not at all, whoever else fetches the same."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def fetch_into(place: Path, fetch: Callable[[Path], Path], *, whole: Callable[[Path], bool]) -> None:
    """Fetch a folder beside its place, then put it there in one step.

    Args:
        place: Where it is to be; what is there and is not whole is replaced.
        fetch: Puts it somewhere below an empty folder and says where.
        whole: Whether a folder is what was to be fetched: another process may have been faster with the same.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".fetching-") as desk:
        fetched = fetch(Path(desk))
        if place.exists() and not whole(place):
            shutil.rmtree(place)
        try:
            fetched.rename(place)
        except OSError:
            if not whole(place):
                raise
