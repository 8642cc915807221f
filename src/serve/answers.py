"""What the service answers, and the OpenAPI document that says so, with the columns of the model that is loaded."""

from collections.abc import Sequence
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from leadscore.model.config import Bant, Route
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Scoring
from leadscore.serve.problems import KINDS, MEDIA_TYPE
from leadscore.serve.service import LoadedModel


class Shape(BaseModel):
    """A part of an answer; nothing else may be in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ModelIdentity(Shape):
    """Which model answered."""

    name: str
    version: str
    sha256: str = Field(description="Hash of the bundle's manifest.")


class EvidenceAnswer(Shape):
    """What was seen of past leads with a value like this."""

    rate: float = Field(ge=0, le=1)
    n: int = Field(description="Distinct leads.")
    typical: float = Field(description="The rate of all leads.")
    such: str = Field(description="Which leads these are.")


class ReasonAnswer(Shape):
    """Why the lead scores as it does: one signal."""

    signal: str
    axis: str = Field(description="fit (who they are), interest (what they did) or context (when and how they came).")
    points: int
    value: str | float | int | None
    text: str
    evidence: EvidenceAnswer | None = Field(None, description="Left out where too few such leads were seen.")
    together: bool = Field(description="The points contradict the rate: it speaks only together with other facts.")


class SignalPoints(Shape):
    """One signal's points."""

    signal: str
    points: int


class IntervalAnswer(Shape):
    """The conversion rate of past leads scored like this one, widened to contain the probability."""

    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    level: float


class DecisionAnswer(Shape):
    """What becomes of the lead, and by which rule."""

    qualification: Literal["sql", "mql", "pql", "not_qualified"]
    route: Route
    rule: str = Field(description="The rule that decided, in words.")
    next_step: str
    reenter_on: str | None = Field(description="The day a nurtured lead is looked at again.")


class KnownAnswer(Shape):
    """A fact about budget, authority, need or timeline."""

    field: str
    known: bool
    value: str | float | int | None
    points: int


class BantAnswer(Shape):
    """What is known of each; a list is empty where no column is tagged with it."""

    budget: list[KnownAnswer]
    authority: list[KnownAnswer]
    need: list[KnownAnswer]
    timeline: list[KnownAnswer]


class AskAnswer(Shape):
    """A field worth asking for."""

    field: str
    bant: Bant
    points: float = Field(description="Mean absolute change of a score once it is known.")
    question: str


class HelpAnswer(Shape):
    """One change that goes with a higher score; an association, no promise."""

    signal: str
    change: str
    score: int
    points: int
    text: str


class PastLeadAnswer(Shape):
    """A past lead that scored alike."""

    lead_id: str
    outcome: Literal["converted", "disqualified", "lost", "open"]
    days: float | None = Field(description="From creation to the outcome.")


class SimilarAnswer(Shape):
    """Past leads that scored alike, for the same reasons."""

    text: str
    leads: list[PastLeadAnswer]


class WhyNotAnswer(Shape):
    """What a lead that does not qualify may be told."""

    text: str
    html: str


class ScoreAnswer(Shape):
    """One lead's score; ``start`` + the reasons' points + ``other_points`` + ``beyond_scale`` = ``score``.

    What the model cannot tell, and what was not asked for by ``include``, is left out.
    """

    record_id: str
    lead_id: str
    as_of: str | None = Field(description="Null in a model without dates.")
    scored_at: str
    model: ModelIdentity
    score: int = Field(ge=0, le=100, description="50 is the reference conversion rate; +10 doubles the odds.")
    probability: float = Field(ge=0, le=1, description="To convert within the model's horizon.")
    fit: int
    interest: int
    context: int
    start: int
    reasons: list[ReasonAnswer]
    other_points: int
    beyond_scale: int
    signals: list[SignalPoints] = Field(description="Every signal that has points, the strongest first.")
    warnings: list[str]
    interval: IntervalAnswer | None = None
    grade: Literal["A", "B", "C", "D"] | None = None
    cell: str | None = Field(None, description="Letter by fit, number by interest: A1 to D4.")
    expected_value: float | None = Field(None, description="What contacting the lead is worth on average.")
    decision: DecisionAnswer | None = None
    bant: BantAnswer | None = None
    ask: list[AskAnswer] | None = None
    help: list[HelpAnswer] | None = None
    similar: SimilarAnswer | None = None
    why_not: WhyNotAnswer | None = None


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

    scoring: ScoreAnswer | None = None
    problem: Problem | None = None


class BatchAnswer(Shape):
    """One answer per lead, in the order of the request."""

    answers: list[BatchItem]


class ColumnAnswer(Shape):
    """A column of the lead that the model reads."""

    name: str
    role: str
    levels: list[str] = Field([], description="For a category, the values told apart in training.")


class ModelAnswer(ModelIdentity):
    """What the model is, and what it reads; what the model's card lacks is left out."""

    trained_until: str | None = None
    horizon_days: int | None = None
    dated: bool = Field(description="Whether a lead needs created_at.")
    columns: list[ColumnAnswer]
    event_types: list[str]
    event_attributes: list[str]
    metrics: dict[str, Any] = Field({})


def score_answer(
    model: LoadedModel, scoring: Scoring, *, record_id: str, scored_at: str, warnings: Sequence[str]
) -> dict[str, Any]:
    """The answer of one scoring; the request's warnings follow the scoring's own."""
    plain = _known(scoring.as_dict())
    head = {"record_id": record_id, "lead_id": scoring.lead_id, "as_of": plain.get("as_of"), "scored_at": scored_at}
    told = {
        "reasons": [_known(reason) | {"value": reason["value"]} for reason in plain["reasons"]],
        "warnings": [*plain["warnings"], *warnings],
    }
    return {**head, "model": model.identity, **plain, **told}


def model_answer(model: LoadedModel) -> dict[str, Any]:
    """The description of a model."""
    bundle: Bundle = model.scorer.bundle
    spec = bundle.spec
    columns = [
        {"name": c.name, "role": c.role} | ({"levels": list(c.levels)} if c.role == "category" else {})
        for c in spec.columns
    ]
    card = {key: bundle.card[key] for key in ("trained_until", "horizon_days", "metrics") if key in bundle.card}
    return {
        **model.identity,
        **card,
        "dated": spec.dated,
        "columns": columns,
        "event_types": list(spec.event_types),
        "event_attributes": list(spec.event_attributes),
    }


def _known(plain: dict[str, Any]) -> dict[str, Any]:
    """What is there; nobody is answered with a null for what was not asked for."""
    return {name: value for name, value in plain.items() if value is not None}


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
