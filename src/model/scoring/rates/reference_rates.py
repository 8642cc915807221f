"""Reference rates, made at training time and kept in the bundle; look-ups only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from leadscore.model.arrays import Codes, Floats, Mask
from leadscore.model.scoring.rates.bins import SignalRates, n_cells


@dataclass(frozen=True)
class ScoreGroups:
    """Past leads grouped by what models that never saw them said of them.

    Attributes:
        edges: Log-odds between the groups, ascending; one fewer than groups.
        rates: Conversion rate of each group.
        low, high: Interval of that rate at ``level``.
        leads: Distinct leads of each group.
        level: Share of such intervals that hold the true rate.
    """

    edges: tuple[float, ...]
    rates: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    leads: tuple[int, ...]
    level: float

    def of(self, log_odds: Floats) -> Codes:
        """The group of each row; a value on an edge belongs to the upper one."""
        return np.searchsorted(np.array(self.edges), log_odds, side="right").astype(np.int64)


def intervals(groups: ScoreGroups, log_odds: Floats, probability: Floats) -> tuple[Floats, Floats]:
    """Lower and upper end per row: the interval of the leads scored like it, widened to contain its probability.

    It is about the rate of such leads; one lead's own chance varies more than that.
    """
    group = groups.of(log_odds)
    low, high = np.array(groups.low)[group], np.array(groups.high)[group]
    return np.minimum(low, probability), np.maximum(high, probability)


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
class ReferenceRates:
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


def reference_rates_from_dict(raw: Mapping[str, Any]) -> ReferenceRates:
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


_EVIDENCE = TypeAdapter(ReferenceRates)

NO_CELL = -1
"""Stands for the cell where a signal has no rates."""


@dataclass(frozen=True)
class RateLookup:
    """Per lead and signal, what became of past leads with the same value.

    Attributes:
        rates: Their conversion rate; NaN where too few were seen to tell of them.
        leads: How many were seen; 0 where too few.
        cells: Which value that is: a position in the signal's rates, ``NO_CELL`` where it has none.
    """

    rates: Floats
    leads: Codes
    cells: Codes


def look_up_rates(evidence: ReferenceRates, matrix: Floats) -> RateLookup:
    """Look up rows of the feature matrix."""
    shape = (len(matrix), len(evidence.rates))
    found = RateLookup(np.full(shape, np.nan), np.zeros(shape, np.int64), np.full(shape, NO_CELL))
    for signal, rates in enumerate(evidence.rates):
        if rates is not None:
            cells = rates.cells(matrix)
            rate_of, leads_of = rates.table
            found.rates[:, signal], found.leads[:, signal] = rate_of[cells], leads_of[cells]
            found.cells[:, signal] = cells
    return found


def contradicts_rate(points: Codes, rates: Floats, typical: float) -> Mask:
    """Where the points say one thing and the leads with that value did another.

    Such a reason holds only beside the lead's other facts; of a rate that is hidden (NaN) nothing is said.

    >>> contradicts_rate(np.array([3, 3, -3, 3]), np.array([0.1, 0.3, 0.3, np.nan]), 0.2).tolist()
    [True, False, True, False]
    """
    up_against: Mask = (points > 0) & (rates < typical)
    return up_against | ((points < 0) & (rates > typical))
