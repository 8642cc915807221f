"""``GET /v1/model``."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from leadscore.serve.answers import ModelAnswer, model_answer
from leadscore.serve.openapi import REFUSALS
from leadscore.serve.service import ServiceOf

router = APIRouter(prefix="/v1", tags=["model"], responses=REFUSALS)


@router.head("/model", include_in_schema=False)
@router.get("/model", responses={200: {"model": ModelAnswer}}, response_class=JSONResponse)
def model(service: ServiceOf) -> JSONResponse:
    """Which model answers, what it reads, and how well it did."""
    return JSONResponse(model_answer(service.holder.current()))
