"""The service: an application that scores leads with one model."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from leadscore.model.errors import LeadscoreError
from leadscore.serve.answers import openapi_of
from leadscore.serve.observing import Observing
from leadscore.serve.problems import answer_errors_with_problems
from leadscore.serve.routes import score, status
from leadscore.serve.service import ModelHolder, Service, Source, server_clock
from leadscore.serve.settings import Settings

_DESCRIPTION = "How likely each lead is to convert, as points that add up, with reasons. Errors are RFC 9457 problems."


def create_app(source: Source, settings: Settings, *, now: Callable[[], int] = server_clock) -> FastAPI:
    """The service around a model.

    Args:
        source: Loads the model. Where it fails the service still starts, answers 503 and tries again later.
        settings: Limits of requests.
        now: The clock; tests stop it.
    """
    service = Service(ModelHolder(source, retry_after_s=settings.retry_after_s), settings, now)
    app = FastAPI(
        title="leadscore",
        version="1",
        description=_DESCRIPTION,
        lifespan=_loading,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would send a lead on to whatever host the request names
    )
    app.state.service = service
    app.add_middleware(Observing)
    answer_errors_with_problems(app)
    for router in (score.router, status.model_router, status.health_router):
        app.include_router(router)
    app.openapi = lambda: _document(app, service)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return app


@asynccontextmanager
async def _loading(app: FastAPI) -> AsyncIterator[None]:
    """Load the model before the first request; a failure is logged, and told by /readyz."""
    service: Service = app.state.service
    with suppress(LeadscoreError):
        await run_in_threadpool(service.holder.current)
    yield


def _document(app: FastAPI, service: Service) -> dict[str, Any]:
    status = service.holder.loaded
    schemas = None if status is None else status.contract.schemas(batch_leads=service.settings.batch_leads)
    return openapi_of(app, schemas)
