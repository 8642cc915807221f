"""Unpacking the project folder that an older release made, so that it works from wherever it is put."""

import sqlite3
import tarfile
from pathlib import Path

PLACEHOLDER = "@PROJECT@"
"""Stands for the project's folder wherever MLflow keeps an absolute address."""

COLUMNS = (
    ("experiments", "artifact_location"),
    ("runs", "artifact_uri"),
    ("logged_models", "artifact_location"),
    ("model_versions", "source"),
    ("model_versions", "storage_location"),
)
"""Tables and columns of ``mlflow.db`` that hold such addresses: ``file://@PROJECT@/...``, and one plain path."""

FILES = "mlartifacts/models/*/artifacts/MLmodel"
"""And the files that do."""


def unpack_project(archive: Path, folder: Path) -> Path:
    """Unpack into a folder that is made for it, and let all addresses start there.

    Args:
        archive: The packed project.
        folder: Must not exist.

    Returns:
        The folder, absolute.
    """
    folder.mkdir(parents=True)
    folder = folder.resolve()
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    new = ((f"file://{PLACEHOLDER}", folder.as_uri()), (PLACEHOLDER, str(folder)))
    database = sqlite3.connect(folder / "mlflow.db")
    with database:
        for table, column in COLUMNS:
            for old, address in new:
                move = f"UPDATE {table} SET {column} = replace({column}, ?, ?)"  # noqa: S608 - our own names
                database.execute(move, (old, address))
    database.close()
    for path in folder.glob(FILES):
        text = path.read_text(encoding="utf-8")
        for old, address in new:
            text = text.replace(old, address)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder
