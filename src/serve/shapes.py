"""The shapes of what a scoring tells, for OpenAPI and the tests."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from leadscore.model.config import Bant, Route


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
