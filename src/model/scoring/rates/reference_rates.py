"""Reference rates: how past leads converted, computed at training time and looked up when scoring."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from leadscore.model.arrays import Codes, Floats, Mask
from leadscore.model.scoring.rates.bins import SignalRates, n_cells
from leadscore.model.scoring.rates.score_bands import ScoreBands


@dataclass(frozen=True)
class ScoreGroups:
    """Past leads grouped by their out-of-fold predictions, as bundles of protocol 3 and before have them.

    Attributes:
        edges: Log-odds between the groups, ascending; one fewer than groups.
        rates: Conversion rate of each group.
        low, high: Interval of that rate at ``level``.
        leads: Distinct leads of each group.
        level: Share of intervals that contain the true rate, as 0.8.
    """

    edges: tuple[float, ...]
    rates: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    leads: tuple[int, ...]
    level: float

    def of(self, log_odds: Floats) -> Codes:
        """The group of each row; a value equal to an edge belongs to the upper group."""
        return np.searchsorted(np.array(self.edges), log_odds, side="right").astype(np.int64)


def intervals(groups: ScoreGroups, log_odds: Floats, probability: Floats) -> tuple[Floats, Floats]:
    """Lower and upper end per row: the interval of its score group, widened to contain its probability.

    Bundles that have groups answer as they always did; ``ScoreBands`` are not widened.
    """
    group = groups.of(log_odds)
    low, high = np.array(groups.low)[group], np.array(groups.high)[group]
    return np.minimum(low, probability), np.maximum(high, probability)


@dataclass(frozen=True)
class Candidates:
    """The values of a column in the training data, with their shares, which sum to 1."""

    position: int
    values: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Asking:
    """The mean absolute score change when a column becomes known, in points, over training leads."""

    position: int
    points: float


@dataclass(frozen=True)
class ReferenceRates:
    """What a bundle holds about its training leads, for reasons, intervals, warnings and advice.

    Attributes:
        typical: Their conversion rate, weighted like every rate shown to people.
        shares: Per signal its share of the model's total weight (mean absolute log-odds); they sum to 1.
        rates: Per signal the conversion rates by its value; None where a signal has none.
        groups: Score groups for intervals, in bundles of protocol 3 and before; None where there are none.
        bands: Score bands for intervals, since protocol 4; None where there are none.
        ranges: Lowest and highest training value, by numeric column.
        candidates: Values of the columns that questions or changes may be about.
        asking: Columns tagged as budget, authority, need or timeline, by falling score change.
        event_values: Typical value of one event, by actionable kind of event.
    """

    typical: float
    shares: tuple[float, ...]
    rates: tuple[SignalRates | None, ...]
    groups: ScoreGroups | None = None
    bands: ScoreBands | None = None
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    candidates: tuple[Candidates, ...] = ()
    asking: tuple[Asking, ...] = ()
    event_values: Mapping[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def reference_rates_from_dict(raw: Mapping[str, Any]) -> ReferenceRates:
    """The reference rates that ``as_dict`` wrote.

    Raises:
        ValueError: The values are not those of reference rates.
    """
    reference = _EVIDENCE.validate_python(raw)
    rates = [part for part in reference.rates if part is not None]
    sound = reference.groups is None or _adds_up(reference.groups)
    sound = sound and (reference.bands is None or reference.bands.fits)
    if not (all(map(_has_a_rate_per_cell, rates)) and sound):
        message = "the parts of evidence do not fit together"
        raise ValueError(message)
    return reference


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
    """Per lead and signal, the reference rate of past leads with the same value.

    Attributes:
        rates: Their conversion rate; NaN where they are too few.
        leads: Their number; 0 where they are too few.
        cells: The position of the value in the signal's rates; ``NO_CELL`` where the signal has no rates.
    """

    rates: Floats
    leads: Codes
    cells: Codes


def look_up_rates(reference: ReferenceRates, matrix: Floats) -> RateLookup:
    """Look up rows of the feature matrix."""
    shape = (len(matrix), len(reference.rates))
    found = RateLookup(np.full(shape, np.nan), np.zeros(shape, np.int64), np.full(shape, NO_CELL))
    for signal, rates in enumerate(reference.rates):
        if rates is not None:
            cells = rates.cells(matrix)
            rate_of, leads_of = rates.table
            found.rates[:, signal], found.leads[:, signal] = rate_of[cells], leads_of[cells]
            found.cells[:, signal] = cells
    return found


def contradicts_rate(points: Codes, rates: Floats, typical: float) -> Mask:
    """Whether points raise the score although the rate is below the typical one, or lower it although it is above.

    Such points result from the combination with the lead's other values. An unknown rate (NaN) contradicts nothing.

    >>> contradicts_rate(np.array([3, 3, -3, 3]), np.array([0.1, 0.3, 0.3, np.nan]), 0.2).tolist()
    [True, False, True, False]
    """
    up_against: Mask = (points > 0) & (rates < typical)
    return up_against | ((points < 0) & (rates > typical))
