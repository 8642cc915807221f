"""``GET /v1/model``, ``GET /healthz`` and ``GET /readyz``."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from leadscore.serve.answers import REFUSALS, ModelAnswer, model_answer
from leadscore.serve.service import ServiceOf

health_router = APIRouter(tags=["health"])
model_router = APIRouter(prefix="/v1", tags=["model"], responses=REFUSALS)


@health_router.head("/healthz", include_in_schema=False)
@health_router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@health_router.head("/readyz", include_in_schema=False)
@health_router.get("/readyz", responses=REFUSALS)
def ready(service: ServiceOf) -> dict[str, str]:
    """A model is loaded, or can be loaded now."""
    service.holder.current()
    return {"status": "ready"}


@model_router.head("/model", include_in_schema=False)
@model_router.get("/model", responses={200: {"model": ModelAnswer}}, response_class=JSONResponse)
def model(service: ServiceOf) -> JSONResponse:
    """Which model answers, what it reads, and how well it did."""
    return JSONResponse(model_answer(service.holder.current()))
