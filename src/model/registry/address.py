"""The address of MLflow, and where an embedded registry keeps its files."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

_SQLITE = "sqlite:///"

ARTIFACTS = "mlartifacts"
"""Name of the folder that holds the files of an embedded registry."""


@dataclass(frozen=True)
class Address:
    """The address MLflow is given for runs and for models.

    Attributes:
        uri: As MLflow takes it; may hold a password.
        folder: Where relative paths start, and where an embedded database keeps its artifacts.
    """

    uri: str
    folder: Path

    @classmethod
    def of(cls, uri: str, folder: Path) -> "Address":
        """The address, with the path of an embedded database made absolute."""
        path = _sqlite_path(uri)
        if path is None:
            return cls(uri, folder)
        query = uri.partition("?")[1:]
        return cls(_sqlite_uri(folder / path) + "".join(query), folder)

    @property
    def shown(self) -> str:
        """The address for people to read, without user and password.

        >>> Address("https://ann:secret@mlflow.example/x", Path()).shown
        'https://mlflow.example/x'
        """
        if self.database is not None:
            return f"{_SQLITE}{self.database}"
        user, at, _ = urlsplit(self.uri).netloc.rpartition("@")
        return self.uri.replace(f"{user}{at}", "", 1) if at else self.uri

    @property
    def database(self) -> Path | None:
        """The file of an embedded database; None for any other kind of address."""
        return _sqlite_path(self.uri)

    @property
    def in_folder(self) -> bool:
        """Whether it is a database in the project's own folder, which moves with it."""
        return self.database is not None and self.database.resolve().is_relative_to(self.folder.resolve())

    @property
    def artifacts(self) -> str | None:
        """Where files go; None where the server decides."""
        return None if self.database is None else (self.folder / ARTIFACTS).as_uri()


def _sqlite_path(uri: str) -> Path | None:
    if not uri.startswith(_SQLITE):
        return None
    from sqlalchemy.engine import make_url  # imported here, because most addresses that a server knows are none

    return Path(make_url(uri).database or "")


def _sqlite_uri(path: Path) -> str:
    """The address of a database file, escaped only where its name needs it.

    The slashes are escaped, too, because MLflow makes the folder of what it takes for the path without decoding it:
    with slashes, `Q1%3F` would appear beside a folder called `Q1?`.

    >>> _sqlite_uri(Path("/home/ann/leads/mlflow.db"))
    'sqlite:////home/ann/leads/mlflow.db'
    >>> _sqlite_uri(Path("/home/ann/Q1?/mlflow.db"))
    'sqlite:////home%2Fann%2FQ1%3F%2Fmlflow.db'
    """
    plain = f"{_SQLITE}{path}"
    if _sqlite_path(plain) == path:
        return plain
    return f"{_SQLITE}{path.anchor}{quote(str(path.relative_to(path.anchor)), safe='')}"
