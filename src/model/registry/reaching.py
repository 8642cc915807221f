"""The translation of MLflow's errors into one error of our own."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from leadscore.model.errors import LeadscoreError, RegistryError
from leadscore.model.registry.address import Address

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
