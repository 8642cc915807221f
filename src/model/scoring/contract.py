"""The declaration of a scoring: a lead's score with its reasons, interval, decision and advice, field by field.

Score files, the API's answer with its OpenAPI schema, JSON and ``docs/scoring.md`` are made from these classes.
A field that may be null is null where the value is unknown. A field that is null by default was not requested, or the
model cannot provide it; the API's answer leaves it out then.
"""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from leadscore.model.config import Axis, Bant, Route
from leadscore.model.scoring.declaration import Meaning, Part

REASONS_SHOWN = 6
"""Signals shown one by one, the strongest first; the rest is summed up in ``other_points``."""

LEAST_POINTS_SHOWN = 2
"""Points below which a question, a change that would help, or a cause of a score change is not shown by itself."""

Grade = Literal["A", "B", "C", "D"]
Qualification = Literal["sql", "mql", "pql", "not_qualified"]
Ending = Literal["converted", "disqualified", "lost", "open"]
Value = str | float | int | None
"""What a signal says of a lead; None where nobody knows."""


@dataclass(frozen=True)
class Evidence(Part):
    """The conversion rate of past leads with a value like this."""

    rate: Annotated[float, Meaning("Share of these leads that converted.", low=0, high=1)]
    n: Annotated[int, Meaning("How many they are; each counts once.", unit="leads", low=0)]
    typical: Annotated[float, Meaning("Share of all past leads that converted.", low=0, high=1)]
    such: Annotated[str, Meaning("Which leads these are.")]
    expected: Annotated[
        float | None,
        Meaning(
            "What the same leads would have converted at, going by everything else about them (out of fold, without "
            "this signal); the sentence then compares `rate` with it, and left out it does so with `typical`.",
            low=0,
            high=1,
        ),
    ] = None
    alike: Annotated[
        bool, Meaning("Whether only those of them are counted whose score the signal moved the same way.")
    ] = False


@dataclass(frozen=True)
class Reason(Part):
    """Why a lead scores as it does: one signal."""

    signal: Annotated[str, Meaning("What people call the signal.")]
    axis: Annotated[Axis, Meaning("fit: who they are; interest: what they did; context: when and how they came.")]
    points: Annotated[int, Meaning("What it adds to the score.", unit="points")]
    value: Annotated[Value, Meaning("What is known of the lead; text in a score file, as signals differ in type.")]
    text: Annotated[str, Meaning("A sentence a person would say.")]
    probability_without: Annotated[
        float | None,
        Meaning(
            "The probability if this signal alone had no points, all others keeping theirs: the log-odds without its "
            "unrounded contribution; left out in files written before.",
            low=0,
            high=1,
        ),
    ] = None
    evidence: Annotated[
        Evidence | None,
        Meaning("Past leads with a value like this; left out where they are too few, or none tell of these points."),
    ] = None


@dataclass(frozen=True)
class SignalPoints(Part):
    """One signal's points."""

    signal: Annotated[str, Meaning("What people call the signal.")]
    points: Annotated[int, Meaning("What it adds to the score.", unit="points")]


@dataclass(frozen=True)
class RateInterval(Part):
    """The conversion rate of past leads scored around this one; the probability may lie outside.

    Models of protocol 3 and before widened it to hold the probability, and did not say which scores it is about.
    """

    low: Annotated[float, Meaning("Its lower end.", low=0, high=1)]
    high: Annotated[float, Meaning("Its upper end.", low=0, high=1)]
    level: Annotated[float, Meaning("Share of such intervals that contain the true rate.", low=0, high=1)]
    from_score: Annotated[int | None, Meaning("The lowest score of these leads.", unit="points", low=0, high=100)] = (
        None
    )
    to_score: Annotated[int | None, Meaning("The highest score of these leads.", unit="points", low=0, high=100)] = None


@dataclass(frozen=True)
class Decision(Part):
    """The decision about the lead, and the rule that made it."""

    qualification: Annotated[
        Qualification, Meaning("Qualified for sales (sql), for marketing (mql), by use of the product (pql), or not.")
    ]
    route: Annotated[Route, Meaning("Where the lead goes.")]
    rule: Annotated[str, Meaning("The rule that decided, in words, with its figures.")]
    next_step: Annotated[str, Meaning("What to do, in words.")]
    reenter_on: Annotated[
        str | None,
        Meaning("The day (UTC) on which a lead that is nurtured or re-engaged is looked at again.", format="date"),
    ]


@dataclass(frozen=True)
class MachineDecision(Part):
    """The decision without the override."""

    grade: Annotated[Grade, Meaning("The grade of the score.")]
    qualification: Annotated[Qualification, Meaning("As in a decision.")]
    route: Annotated[Route, Meaning("Where the lead would have gone.")]
    rule: Annotated[str, Meaning("The rule that would have decided, in words.")]


@dataclass(frozen=True)
class Overridden(Part):
    """The override that a person set, with the decision that it replaces."""

    grade: Annotated[Grade | None, Meaning("As it was set; null where the grade was left to the machine.")]
    route: Annotated[Route | None, Meaning("As it was set; null where the route was left to the machine.")]
    reason: Annotated[str, Meaning("Why.")]
    by: Annotated[str, Meaning("Who set it.")]
    at: Annotated[str, Meaning("The moment it was set.", format="date-time")]
    machine: Annotated[MachineDecision, Meaning("The machine's own answer.")]
    explains: Annotated[str, Meaning("A sentence: which of the two grades the score and its reasons explain.")]


@dataclass(frozen=True)
class BantField(Part):
    """A fact about budget, authority, need or timeline."""

    field: Annotated[str, Meaning("What people call it.")]
    known: Annotated[bool, Meaning("Whether it is known of this lead.")]
    value: Annotated[Value, Meaning("What is known; text in a score file.")]
    points: Annotated[int, Meaning("What it adds to the score, known or not.", unit="points")]


@dataclass(frozen=True)
class BantFields(Part):
    """What is known of budget, authority, need and timeline; a list is empty where no column is tagged with it."""

    budget: Annotated[tuple[BantField, ...], Meaning("Facts about the budget.")] = ()
    authority: Annotated[tuple[BantField, ...], Meaning("Facts about who decides.")] = ()
    need: Annotated[tuple[BantField, ...], Meaning("Facts about the need.")] = ()
    timeline: Annotated[tuple[BantField, ...], Meaning("Facts about when.")] = ()


@dataclass(frozen=True)
class Question(Part):
    """An unknown fact that is worth asking for."""

    field: Annotated[str, Meaning("What people call it.")]
    bant: Annotated[Bant, Meaning("Which of the four it is about.")]
    points: Annotated[float, Meaning("Expected absolute change of the score once it is known.", unit="points", low=0)]
    question: Annotated[str, Meaning("A sentence to ask.")]


@dataclass(frozen=True)
class Change(Part):
    """One feasible change that goes with a higher score; an association, no promise."""

    signal: Annotated[str, Meaning("What people call the thing that would be different.")]
    change: Annotated[str, Meaning("How it would be different.")]
    score: Annotated[int, Meaning("What the lead would score.", unit="points", low=0, high=100)]
    points: Annotated[int, Meaning("What that is more than it scores now.", unit="points", low=0, high=100)]
    text: Annotated[str, Meaning("A sentence that says so.")]


@dataclass(frozen=True)
class PastLead(Part):
    """A past lead with similar points."""

    lead_id: Annotated[str, Meaning("Its id.")]
    outcome: Annotated[Ending, Meaning("How it ended; open where no outcome is known.")]
    days: Annotated[
        float | None, Meaning("From creation to the outcome; null where there is none, or no dates.", unit="days")
    ]


@dataclass(frozen=True)
class Similar(Part):
    """Past leads with similar points, signal by signal."""

    text: Annotated[str, Meaning("How they ended, in one sentence; empty where there are none.")]
    leads: Annotated[tuple[PastLead, ...], Meaning("The most alike first.")]


@dataclass(frozen=True)
class WhyNot(Part):
    """The letter to a lead that does not qualify, in two formats."""

    text: Annotated[str, Meaning("Paragraphs and lists as plain text.")]
    html: Annotated[str, Meaning("The same as paragraphs and lists of HTML, without a page around them.")]
    note: Annotated[str | None, Meaning("For the seller, not the lead: why the letter names no facts.")] = None


@dataclass(frozen=True)
class ModelIdentity(Part):
    """Which model scored."""

    name: Annotated[str, Meaning("Name of the model in the registry.")]
    version: Annotated[str, Meaning("Its version there.")]
    sha256: Annotated[str, Meaning("Hash of the bundle's manifest.")]


def _axis_meaning(about: str) -> Meaning:
    return Meaning(
        f"`start` plus the points of {about}, which may lie beyond 0 to 100; null where no signal speaks of it.",
        unit="points",
    )


LeadId = Annotated[str, Meaning("The lead's id.")]
AsOf = Annotated[
    int | None, Meaning("The moment it was scored for; null in a model without dates.", format="date-time")
]


@dataclass(frozen=True, kw_only=True)
class Scoring(Part):
    """One lead's score; ``start`` + the reasons' points + ``other_points`` + ``beyond_scale`` = ``score``."""

    lead_id: LeadId
    as_of: AsOf
    score: Annotated[
        int,
        Meaning("50 is the reference conversion rate; +10 doubles the odds.", unit="points", low=0, high=100),
    ]
    probability: Annotated[
        float, Meaning("Calibrated probability to convert within the model's horizon.", low=0, high=1)
    ]
    interval: Annotated[RateInterval | None, Meaning("How sure the probability is.")] = None
    grade: Annotated[Grade | None, Meaning("As it counts: a person's, where one set it.")] = None
    cell: Annotated[str | None, Meaning("Letter by fit and number by interest, A1 to D4.", pattern="^[A-D][1-4]$")] = (
        None
    )
    headline: Annotated[str, Meaning("The answer in one line: whether to call, the chance, and what decided.")] = ""
    fit: Annotated[int | None, _axis_meaning("who they are")] = None
    interest: Annotated[int | None, _axis_meaning("what they did")] = None
    context: Annotated[int | None, _axis_meaning("when and how they came")] = None
    start: Annotated[int, Meaning("What every lead starts from: the score at the mean of past leads.", unit="points")]
    reasons: Annotated[
        tuple[Reason, ...],
        Meaning(
            "The signals with the most points either way, the strongest first, at most six.",
            columns=tuple(f"reason_{number}" for number in range(1, REASONS_SHOWN + 1)),
        ),
    ]
    other_points: Annotated[int, Meaning("Points of all signals not among the reasons.", unit="points")]
    beyond_scale: Annotated[int, Meaning("What holding the score within 0 and 100 took or added.", unit="points")]
    signals: Annotated[tuple[SignalPoints, ...], Meaning("Every signal that has points, the strongest first.")] = ()
    expected_value: Annotated[
        float | None, Meaning("What contacting the lead is worth on average.", unit="the configuration's currency")
    ] = None
    decision: Annotated[Decision | None, Meaning("What becomes of the lead.")] = None
    override: Annotated[Overridden | None, Meaning("What a person set; left out where nobody did.")] = None
    bant: Annotated[BantFields | None, Meaning("What is known of budget, authority, need and timeline.")] = None
    ask: Annotated[tuple[Question, ...] | None, Meaning("What to ask, the most informative first.")] = None
    help: Annotated[tuple[Change, ...] | None, Meaning("What would raise the score, the most first.")] = None
    similar: Annotated[Similar | None, Meaning("Past leads that scored alike.")] = None
    why_not: Annotated[WhyNot | None, Meaning("What a lead that does not qualify may be told.")] = None
    summary: Annotated[
        str | None,
        Meaning("The answer in at most eight lines: the headline, reasons, what to ask, to say and to do, and a note."),
    ] = None
    warnings: Annotated[tuple[str, ...], Meaning("What the reader should know about the input, as sentences.")] = ()


@dataclass(frozen=True, kw_only=True)
class _Head(Part):
    """The first fields of a record, in the order of a file's columns."""

    record_id: Annotated[str, Meaning("The record's own id; no two scorings share one.")]
    lead_id: LeadId
    as_of: AsOf
    scored_at: Annotated[str, Meaning("The moment it was scored at.", format="date-time")]
    model: Annotated[ModelIdentity, Meaning("The model that scored.")]


@dataclass(frozen=True, kw_only=True)
class Record(Scoring, _Head):
    """A scoring as it is stored in a file and answered by the API: with an id, the moment of scoring and the model."""

    @classmethod
    def of(cls, scoring: Scoring, *, record_id: str, scored_at: str, model: ModelIdentity) -> Self:
        """The record of a scoring."""
        return cls(**vars(scoring), record_id=record_id, scored_at=scored_at, model=model)
