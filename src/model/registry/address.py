"""Where a registry lies."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_SQLITE = "sqlite:///"


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
        if path is None or path.is_absolute():
            return cls(uri, folder)
        return cls(f"{_SQLITE}{folder / path}", folder)

    @property
    def shown(self) -> str:
        """The address for people to read, without user and password.

        >>> Address("https://ann:secret@mlflow.example/x", Path()).shown
        'https://mlflow.example/x'
        """
        user, at, _ = urlsplit(self.uri).netloc.rpartition("@")
        return self.uri.replace(f"{user}{at}", "", 1) if at else self.uri

    @property
    def database(self) -> Path | None:
        """The file of an embedded database; None for any other kind of address."""
        return _sqlite_path(self.uri)

    @property
    def artifacts(self) -> str | None:
        """Where files go; None where the server decides."""
        return None if self.database is None else (self.folder / "mlartifacts").as_uri()


def _sqlite_path(uri: str) -> Path | None:
    return Path(uri.removeprefix(_SQLITE).partition("?")[0]) if uri.startswith(_SQLITE) else None
