"""What an ASGI server runs: ``uvicorn --factory leadscore.serve.asgi:app``."""

import logging

import structlog
from fastapi import FastAPI

from leadscore.serve.lightness import import_lightgbm_alone
from leadscore.serve.settings import Settings


def app() -> FastAPI:
    """The service, as the environment describes it; its log is one JSON object per line."""
    import_lightgbm_alone()
    from leadscore.serve.app import create_app
    from leadscore.serve.loading import source_of

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
