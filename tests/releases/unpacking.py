"""Unpacking the project folder that an older release made; it works from wherever it is put."""

import tarfile
from pathlib import Path


def unpack_project(archive: Path, folder: Path) -> Path:
    """Unpack into a folder that is made for it.

    MLflow's addresses in it still name the folder in which that release worked, which is no more.

    Args:
        archive: The packed project.
        folder: Must not exist.

    Returns:
        The folder, absolute.
    """
    folder.mkdir(parents=True)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder.resolve()
