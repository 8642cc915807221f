"""The files of runs, kept on disk: a run that has ended does not change any more."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leadscore.model.errors import RegistryError

_RUN_ID = re.compile(r"[0-9A-Za-z_-]+")


@dataclass(frozen=True)
class RunFiles:
    """A folder with one folder per run.

    Attributes:
        folder: Made when the first files arrive.
    """

    folder: Path

    def get(self, run_id: str, fetch: Callable[[Path], Path]) -> Path:
        """The files of this run; fetched once, then kept.

        Args:
            run_id: As MLflow names it.
            fetch: Puts the files into a folder below an empty one and says where.

        Raises:
            RegistryError: The version knows no run.
        """
        if not _RUN_ID.fullmatch(run_id):  # it becomes a folder's name, so it must be nothing else
            raise RegistryError("The version names no run that made it", remedy="train again with `leadscore train`")
        place = self.folder / run_id
        if not place.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".fetching-") as desk:
                _move(fetch(Path(desk, run_id)), place)
        return place


def _move(fetched: Path, place: Path) -> None:
    try:
        fetched.rename(place)
    except OSError:
        if not place.is_dir():  # otherwise another process was faster with the same files
            raise
