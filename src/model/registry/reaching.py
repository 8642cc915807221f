"""The address of MLflow, and the translation of its errors into one error of our own."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from leadscore.model.errors import LeadscoreError, RegistryError

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


_LONGEST_REASON = 160
_ENVIRONMENT = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}


class UnreachableError(RegistryError):
    """The registry itself failed, as opposed to not holding what was asked for."""


@contextmanager
def reaching(address: Address) -> Iterator[None]:
    """Turn whatever MLflow raises into one error; it lets those of its HTTP, SQL and storage layers through."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # MLflow's dependencies warn about each other
            quiet()
            yield
    except LeadscoreError:
        raise
    except Exception as error:
        raise UnreachableError(
            f"The model registry cannot be used ({_reason(error, address)})",
            where=address.shown,
            remedy="check that MLflow answers there, or mend `mlflow.tracking_uri` or MLFLOW_TRACKING_URI",
        ) from error


def quiet() -> None:
    """Settings that MLflow reads from the environment; whoever has set one keeps it."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _reason(error: Exception, address: Address) -> str:
    text = str(error).replace(address.uri, address.shown).strip().partition("\n")[0]
    return f"{type(error).__name__}: {text[:_LONGEST_REASON]}" if text else type(error).__name__
