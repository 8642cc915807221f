"""``GET /healthz`` and ``GET /readyz``."""

from fastapi import APIRouter

from leadscore.serve.openapi import REFUSALS
from leadscore.serve.service import ServiceOf

router = APIRouter(tags=["health"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses=REFUSALS)
def ready(service: ServiceOf) -> dict[str, str]:
    """A model is loaded, or can be loaded now."""
    service.holder.current()
    return {"status": "ready"}
