"""What the service answers: a scoring with its record, and the model's description."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.scoring import Scoring
from leadscore.serve.loading import LoadedModel
from leadscore.serve.shapes import (
    AskAnswer,
    BantAnswer,
    DecisionAnswer,
    HelpAnswer,
    IntervalAnswer,
    ModelIdentity,
    ReasonAnswer,
    Shape,
    SignalPoints,
    SimilarAnswer,
    WhyNotAnswer,
)


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
