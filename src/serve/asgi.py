"""What an ASGI server runs, kept small: ``uvicorn --factory leadscore.serve.asgi:app``."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from fastapi import FastAPI

from leadscore.serve.settings import Settings

_OPTIONAL = ("sklearn", "pandas", "pyarrow", "matplotlib", "dask", "polars")


def import_lightgbm_alone() -> None:
    """Import LightGBM without the libraries that it takes along when they are installed.

    It needs none of them to predict, yet they make a process start a second later and take 130 MB more. LightGBM
    then lacks its scikit-learn and pandas interfaces until the process ends, so this is for servers only.
    """
    if "lightgbm" not in sys.modules:
        with _hidden([name for name in _OPTIONAL if name not in sys.modules]):
            import lightgbm  # noqa: F401


@contextmanager
def _hidden(names: list[str]) -> Iterator[None]:
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]  # None makes an import fail
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


def app() -> FastAPI:
    """The service, as the environment describes it; its log is one JSON object per line."""
    import_lightgbm_alone()
    from leadscore.serve.app import create_app
    from leadscore.serve.service import source_of

    _log_as_json()
    settings = Settings()
    return create_app(source_of(settings), settings)


def _log_as_json() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
