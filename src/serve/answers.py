"""What the service answers: a scoring with its record, and the model's description."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.scorer import Scoring
from leadscore.serve.loading import LoadedModel


class Shape(BaseModel):
    """The shape of an answer, for OpenAPI and the tests."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ModelIdentity(Shape):
    """Which model answered."""

    name: str
    version: str
    sha256: str = Field(description="Hash of the bundle's manifest.")


class ReasonAnswer(Shape):
    """Why the lead scores as it does: one signal."""

    signal: str
    axis: str = Field(description="fit (who they are), interest (what they did) or context (when and how they came).")
    points: int
    value: str | float | int | None
    text: str


class ScoreAnswer(Shape):
    """One lead's score; ``start`` + the reasons' points + ``other_points`` + ``beyond_scale`` = ``score``."""

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
    warnings: list[str]


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
    errors: list[FieldProblem] = []


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
    metrics: dict[str, Any] = {}


def score_answer(
    model: LoadedModel, scoring: Scoring, *, record_id: str, scored_at: str, warnings: Sequence[str]
) -> dict[str, Any]:
    """The answer of one scoring; the request's warnings follow the scoring's own."""
    plain = scoring.as_dict()
    head = {"record_id": record_id, "lead_id": plain["lead_id"], "as_of": plain["as_of"], "scored_at": scored_at}
    return {**head, "model": model.identity, **plain, "warnings": [*plain["warnings"], *warnings]}


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
