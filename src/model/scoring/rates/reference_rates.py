"""Reference rates: how past leads converted, computed at training time and looked up when scoring."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from leadscore.model.arrays import Codes, Floats
from leadscore.model.scoring.rates.bins import SegmentRates, SignalRates, ascends, between, n_cells
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
        return between(self.edges, log_odds)


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
        parts: Per signal the rates by each of its features, if a sentence names the one that carries the points.
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
    parts: tuple[tuple[SignalRates, ...], ...] = ()

    @property
    def told_by_part(self) -> frozenset[int]:
        """The signals whose sentence names one of their features: the one that carries the points."""
        return frozenset(signal for signal, parts in enumerate(self.parts) if parts)

    def of_signal(self, signal: int) -> tuple[SignalRates, ...]:
        """The rates of a signal: by each of its parts where its sentence names one; else one, or none."""
        if self.parts and self.parts[signal]:
            return self.parts[signal]
        rates = self.rates[signal]
        return () if rates is None else (rates,)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def reference_rates_from_dict(raw: Mapping[str, Any]) -> ReferenceRates:
    """The reference rates that ``as_dict`` wrote.

    Raises:
        ValueError: The values are not those of reference rates.
    """
    reference = _EVIDENCE.validate_python(raw)
    rates = [part for part in reference.rates if part is not None] + [part for own in reference.parts for part in own]
    sound = len(reference.parts) in (0, len(reference.rates)) and all(map(_has_a_rate_per_cell, rates))
    sound = sound and (reference.groups is None or _adds_up(reference.groups))
    if not (sound and (reference.bands is None or reference.bands.fits)):
        message = "the parts of evidence do not fit together"
        raise ValueError(message)
    return reference


def _has_a_rate_per_cell(rates: SignalRates) -> bool:
    n, cells = len(rates.rates), n_cells(rates.bins)
    counted = (rates.leads, *((rates.expected,) if rates.segments else ()), *_counted(rates.raised, rates.lowered))
    fits = len(rates.segments) == cells and set(rates.segments) <= set(range(n)) if rates.segments else n == cells
    return fits and all(len(part) == n for part in counted) and all(ascends(b.edges) for b in rates.bins)


def _counted(*some: SegmentRates | None) -> Iterator[tuple[float | int | None, ...]]:
    return (part for rates in some if rates is not None for part in (rates.rates, rates.leads, rates.expected))


def _adds_up(groups: ScoreGroups) -> bool:
    parts = (groups.rates, groups.low, groups.high, groups.leads)
    return all(len(part) == len(groups.edges) + 1 for part in parts) and ascends(groups.edges)


_EVIDENCE = TypeAdapter(ReferenceRates)
