"""The answers of the service, and the OpenAPI document, with the columns of the loaded model."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import Field
from pydantic.json_schema import models_json_schema

from leadscore.model.card import Metrics, plain
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import ModelIdentity, Record, Scoring
from leadscore.serve.problems import KINDS, MEDIA_TYPE
from leadscore.serve.service import LoadedModel
from leadscore.serve.shapes import Shape, shape_of

ScoreAnswer = shape_of(Record, name="ScoreAnswer")
"""One lead's score, as it is answered."""


class FieldProblem(Shape):
    """One field that does not fit the contract."""

    field: str
    problem: str


class Problem(Shape):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = Field([])


class BatchItem(Shape):
    """Either a scoring or a problem."""

    scoring: ScoreAnswer | None = None  # type: ignore[valid-type]  # made at run time
    problem: Problem | None = None


class BatchAnswer(Shape):
    """One answer per lead, in the order of the request."""

    answers: list[BatchItem]


class ColumnAnswer(Shape):
    """A column of the lead that the model reads."""

    name: str
    role: str
    levels: list[str] = Field([], description="For a category, the values told apart in training.")


class ModelAnswer(shape_of(ModelIdentity)):  # type: ignore[misc]  # made at run time
    """What the model is, and what it reads; what the model's card lacks is left out."""

    trained_until: str | None = None
    horizon_days: int | None = None
    dated: bool = Field(description="Whether a lead needs created_at.")
    columns: list[ColumnAnswer]
    event_types: list[str]
    event_attributes: list[str]
    metrics: dict[str, Any] = Field({})
    checks: dict[str, Any] = Field({}, description="Whether signals hold on leads that the model never saw.")


def score_answer(
    model: LoadedModel, scoring: Scoring, *, record_id: str, scored_at: str, warnings: Sequence[str]
) -> dict[str, Any]:
    """The answer of one scoring; the request's warnings follow the scoring's own."""
    record = Record.of(scoring, record_id=record_id, scored_at=scored_at, model=model.identity)
    return record.as_dict(sparse=True) | {"warnings": [*scoring.warnings, *warnings]}


def model_answer(model: LoadedModel) -> dict[str, Any]:
    """The description of a model."""
    bundle: Bundle = model.scorer.bundle
    spec = bundle.spec
    columns = [
        {"name": c.name, "role": c.role} | ({"levels": list(c.levels)} if c.role == "category" else {})
        for c in spec.columns
    ]
    card = bundle.card
    described = {"trained_until": card.trained_until, "horizon_days": card.horizon_days}
    metrics = {predictor: _metrics_answer(metrics) for predictor, metrics in card.metrics.items()}
    return {
        **model.identity.as_dict(),
        **{name: value for name, value in described.items() if value is not None},
        **({"metrics": metrics} if metrics else {}),
        **({"checks": plain(card.checks)} if card.checks else {}),
        "dated": spec.dated,
        "columns": columns,
        "event_types": list(spec.event_types),
        "event_attributes": list(spec.event_attributes),
    }


def _metrics_answer(metrics: Metrics) -> dict[str, Any]:
    """Those that the model's release measured, with their intervals."""
    return {name: estimate for name, estimate in plain(metrics).items() if estimate is not None}


_SCHEMAS = "#/components/schemas/"
_UNKNOWN_MODEL = {name: {"type": "object"} for name in ("ScoreRequest", "BatchRequest")}

REFUSALS: dict[int | str, dict[str, Any]] = {
    kind.status: {"description": kind.title, "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}}}
    for kind in KINDS.values()
}
"""What a route may answer instead, for its documentation."""


def takes(request: str) -> dict[str, Any]:
    """The part of a route's documentation that names its request."""
    schema = {"schema": {"$ref": f"{_SCHEMAS}{request}"}}
    return {"requestBody": {"required": True, "content": {"application/json": schema}}}


def openapi_of(app: FastAPI, request_schemas: dict[str, Any] | None) -> dict[str, Any]:
    """The document; without a model the requests are objects of unknown fields."""
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    _, problems = models_json_schema([(Problem, "serialization")], ref_template=_SCHEMAS + "{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= problems["$defs"] | (request_schemas or _UNKNOWN_MODEL)
    return document
