"""The training data in a card: question, fingerprint, split, leaks and maturity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from leadscore.model.card.figures import CardPart, LeadCounts

SplitKind = Literal["time", "file_order", "random"]


@dataclass(frozen=True)
class ModelQuestion(CardPart):
    """The question that the model answers; only models with the same question are comparable."""

    horizon_days: int
    """Days after a look within which a conversion counts."""
    target: str | None
    """Column that holds the outcome; None where outcomes are a table."""
    converted: str | tuple[str, ...]
    """Values that mean converted; ``*`` where every outcome is one."""


@dataclass(frozen=True)
class DataFingerprint(CardPart):
    """A fingerprint of the data: equal data have equal fingerprints."""

    rows: Mapping[str, int]
    """Valid rows by table: leads, events, outcomes."""
    first: str | None
    """Earliest moment in the data, ISO 8601; None without dates."""
    last: str | None
    """Latest moment in the data, ISO 8601; None without dates."""
    columns: Mapping[str, str]
    """Sixteen hexadecimal digits of SHA-256 by table and column."""
    sha256: str
    """Hash over all of it, 64 hexadecimal digits."""


@dataclass(frozen=True, kw_only=True)
class SplitFacts(CardPart):
    """The split into training and evaluation leads, with all that is needed to split later tables alike."""

    kind: SplitKind
    """By what the leads were divided."""
    optimistic: bool = False
    """Whether the gap between training and evaluation had to be given up, so that figures flatter."""
    train_until: str | None = None
    """Moment by which every training label was known, ISO 8601; None without dates."""
    test_from: str | None = None
    """Earliest creation of an evaluated lead, ISO 8601; None where the split does not go by time."""
    test_until: str | None = None
    """Evaluated leads were created before it, ISO 8601; None for the latest ones."""
    left_out_leads: int | None = None
    """Leads left out of the evaluation, because others of their group were learned from."""
    horizon_days: int | None = None
    """Horizon as configured, in days."""
    evaluation_share: float | None = None
    """Share of the leads to evaluate on, as configured; 0 to 1."""
    seed: int | None = None
    """Seed of the lots of a random split."""
    grouped: bool | None = None
    """Whether leads were kept together by a column."""
    first_row: int | None = None
    """In file order, number of leads up to the last one that was learned from; None otherwise."""
    id_digests: Mapping[str, str] = field(default_factory=dict)
    """In file order, sixteen hexadecimal digits that stand for the ids of the first leads, by the number of these."""
    training: LeadCounts | None = None
    """The leads that the evaluated model learned from."""


@dataclass(frozen=True)
class LeakSign(CardPart):
    """One sign that a column or a kind of event is a leak."""

    sign: str
    """Name of the observation."""
    evidence: str
    """What was seen, as a sentence with its numbers."""


@dataclass(frozen=True)
class LeakFinding(CardPart):
    """A possible leak: a column or a kind of event that seems to know the outcome."""

    name: str
    """Name of the column, or the kind of event."""
    kind: Literal["column", "event"]
    """Which of the two it is."""
    severity: Literal["high", "medium", "note"]
    """high: a leak; medium: a question to the analyst; note: for information."""
    signs: tuple[LeakSign, ...]
    """What was seen."""
    excluded: bool
    """Whether the model does without it."""
    kept: bool
    """Whether the configuration keeps it all the same."""


@dataclass(frozen=True)
class MonthMaturity(CardPart):
    """Conversion of the leads created in one month."""

    month: str
    """The month in UTC, as 2026-03."""
    leads: int
    """Number of leads, without those left out."""
    converted: int
    """Number of these that converted at any time."""
    matured: float | None
    """Share of these whose horizon has passed; 0 to 1."""
    rate: float | None
    """Share of the matured ones that converted within the horizon; 0 to 1. None where there are none."""
    left_out: int | None = None
    """Number of leads that the configured dates leave out."""


@dataclass(frozen=True)
class DelayCurve(CardPart):
    """Share of the leads that convert within so many days of their creation."""

    days: tuple[int, ...]
    """Ages in days, up to the oldest one that enough leads were watched to."""
    converted: tuple[float, ...]
    """Share of the leads converted by then; 0 to 1."""
    low: tuple[float, ...]
    """Lower end of its 95 % interval; 0 where nobody has converted yet."""
    high: tuple[float, ...]
    """Upper end of its 95 % interval."""


@dataclass(frozen=True)
class MaturityFacts(CardPart):
    """Maturity: which leads are old enough that their label is known."""

    months: tuple[MonthMaturity, ...]
    """By month of creation, the first month first; empty without dates."""
    delay: DelayCurve | None
    """How long conversions take; None where they have no dates, or are few."""
    advice: str | None
    """What that says about the horizon, in sentences."""
    truncated_before: str | None
    """Day before which practically no outcome was recorded, as 2026-01-31; None where there is none."""
