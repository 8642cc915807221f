"""``POST /v1/score`` and ``POST /v1/score/batch``."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse

from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.inquiries import tables_of
from leadscore.model.scoring.scorer import Include, ScoringOptions
from leadscore.model.timestamps import iso
from leadscore.serve.answers import REFUSALS, BatchAnswer, ScoreAnswer, score_answer, takes
from leadscore.serve.bodies import parse, read_body
from leadscore.serve.contracts import CheckedRequest, batch_items
from leadscore.serve.problems import RefusedError, problem_of
from leadscore.serve.service import LoadedModel, Service, ServiceOf

router = APIRouter(prefix="/v1", tags=["scoring"], responses=REFUSALS)


async def _score_body(request: Request, service: ServiceOf) -> bytes:
    return await read_body(request, service.settings.score_bytes, within_s=service.settings.body_s)


async def _batch_body(request: Request, service: ServiceOf) -> bytes:
    return await read_body(request, service.settings.batch_bytes, within_s=service.settings.body_s)


@router.post(
    "/score", responses={200: {"model": ScoreAnswer}}, openapi_extra=takes("ScoreRequest"), response_class=JSONResponse
)
def score(body: Annotated[bytes, Depends(_score_body)], service: ServiceOf) -> JSONResponse:
    """Score one lead."""
    model, now = service.holder.current(), service.now()
    checked = model.contract.check(parse(body), now)
    (answer,) = _answers(service, model, [checked], now)
    return JSONResponse(answer)


@router.post(
    "/score/batch",
    responses={200: {"model": BatchAnswer}},
    openapi_extra=takes("BatchRequest"),
    response_class=JSONResponse,
)
def score_batch(body: Annotated[bytes, Depends(_batch_body)], service: ServiceOf) -> JSONResponse:
    """Score several leads; one that does not fit the contract gets a problem and does not hold up the others."""
    model, now = service.holder.current(), service.now()
    items = batch_items(parse(body), service.settings.batch_leads)
    checked = [_checked(model, item, now) for item in items]
    scorings = iter(_answers(service, model, [entry for entry in checked if isinstance(entry, CheckedRequest)], now))
    answers = [
        {"scoring": next(scorings)} if isinstance(entry, CheckedRequest) else {"problem": problem_of(entry)}
        for entry in checked
    ]
    return JSONResponse({"answers": answers})


def _checked(model: LoadedModel, item: object, now: int) -> CheckedRequest | RefusedError:
    try:
        return model.contract.check(item, now)
    except RefusedError as error:
        return error


def _answers(service: Service, model: LoadedModel, checked: Sequence[CheckedRequest], now: int) -> list[dict[str, Any]]:
    scorings: dict[int, Scoring] = {}
    for include in {entry.include for entry in checked}:
        alike = [number for number, entry in enumerate(checked) if entry.include == include]
        scorings |= zip(alike, _scored(model, [checked[number] for number in alike], include), strict=True)
    return [
        score_answer(model, scorings[number], record_id=service.new_id(), scored_at=iso(now), warnings=entry.warnings)
        for number, entry in enumerate(checked)
    ]


def _scored(model: LoadedModel, checked: Sequence[CheckedRequest], include: frozenset[Include]) -> list[Scoring]:
    """The scorings of leads with the same requested parts."""
    tables = tables_of(model.contract.spec, [entry.inquiry for entry in checked])
    options = ScoringOptions(include, erased=model.erased() if "similar" in include else frozenset())
    return model.scorer.score(tables.leads, tables.events, tables.as_of, options=options)
