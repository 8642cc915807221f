"""The files of runs, kept on disk: a run that has ended does not change any more."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leadscore.model.errors import RegistryError
from leadscore.model.registry.fetching import fetch_into

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
            fetch_into(place, lambda desk: fetch(desk / run_id), whole=Path.is_dir)
        return place
