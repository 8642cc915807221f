"""The figures that stand behind reasons, made at training time and kept in the bundle; look-ups only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from leadscore.model.scoring.evidence.bins import SignalRates, n_cells
from leadscore.model.scoring.evidence.groups import ScoreGroups


@dataclass(frozen=True)
class Candidates:
    """Values of a column that were seen in training, with how often, as shares that sum to 1."""

    position: int
    values: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Asking:
    """How far knowing a column moves a score, in points, on average over training leads."""

    position: int
    points: float


@dataclass(frozen=True)
class Evidence:
    """What a bundle tells of the leads it was learned from.

    Attributes:
        typical: Their conversion rate, weighted like every rate shown to people.
        shares: Per signal its share of the model's total weight (mean absolute log-odds); they sum to 1.
        rates: Per signal how leads converted by its value; None where that makes no sense.
        groups: What intervals are made from.
        ranges: Lowest and highest training value, by numeric column.
        candidates: Values seen, for columns that may be asked for or changed.
        asking: Columns tagged as budget, authority, need or timeline, the most telling first.
        event_values: Usual value of one event, by kind of event that people can bring about.
    """

    typical: float
    shares: tuple[float, ...]
    rates: tuple[SignalRates | None, ...]
    groups: ScoreGroups | None = None
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    candidates: tuple[Candidates, ...] = ()
    asking: tuple[Asking, ...] = ()
    event_values: Mapping[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def evidence_from_dict(raw: Mapping[str, Any]) -> Evidence:
    """The evidence that ``as_dict`` wrote.

    Raises:
        ValueError: The values are not those of evidence.
    """
    evidence = _EVIDENCE.validate_python(raw)
    rates = [part for part in evidence.rates if part is not None]
    if not (all(map(_has_a_rate_per_cell, rates)) and (evidence.groups is None or _adds_up(evidence.groups))):
        message = "the parts of evidence do not fit together"
        raise ValueError(message)
    return evidence


def _has_a_rate_per_cell(rates: SignalRates) -> bool:
    return len(rates.rates) == len(rates.leads) == n_cells(rates.bins) and all(_ascends(b.edges) for b in rates.bins)


def _adds_up(groups: ScoreGroups) -> bool:
    parts = (groups.rates, groups.low, groups.high, groups.leads)
    return all(len(part) == len(groups.edges) + 1 for part in parts) and _ascends(groups.edges)


def _ascends(edges: tuple[float, ...]) -> bool:
    return all(lower < upper for lower, upper in pairwise(edges))


_EVIDENCE = TypeAdapter(Evidence)
