"""Looks up the reference rate that fits a lead's points: past leads with a value like its own, or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Codes, Floats, Integers, Mask
from leadscore.model.scoring.rates.bins import SegmentRates, SignalRates
from leadscore.model.scoring.rates.reference_rates import ReferenceRates

STRONG_POINTS = 4
"""From here on, either way, a reason is strong: a rate that reads like the one beside it would prove nothing."""

FACTOR = 2.0
"""A rate tells of the points where its log-odds differ from those beside it by the same, within this factor."""

ROUGH_FACTOR = 2.5
"""Beyond this, either way, a rate beside a strong reason would be about something else."""


@dataclass(frozen=True)
class Added:
    """What some signals add to each lead: a row per lead, a column per signal that is looked up.

    Attributes:
        signals: Which signals.
        points: Whole points, as shown.
        log_odds: Unrounded log-odds.
        carrying: Of signals that are told by one of their features, which feature it is of each lead.
    """

    signals: Integers
    points: Integers
    log_odds: Floats
    carrying: Mapping[int, Integers]


@dataclass(frozen=True)
class RateLookup:
    """Reference rates: a row per lead, a column per signal that was looked up.

    Attributes:
        rates: Conversion rate of past leads; NaN where none is shown.
        leads: Their number; 0 where none is shown.
        expected: What they would have converted at, going by everything else; NaN where the typical rate stands beside.
        alike: Whether only those are counted for whom the signal weighed alike.
        places: Where the segment of the lead's value is among all segments, as ``every_segment`` lists them.
    """

    rates: Floats
    leads: Codes
    expected: Floats
    alike: Mask
    places: Codes


def every_segment(reference: ReferenceRates) -> Iterator[tuple[SignalRates, int]]:
    """The segments of all rates of all signals, one after another."""
    for rates in _every(reference):
        for segment in range(len(rates.rates)):
            yield rates, segment


def _every(reference: ReferenceRates) -> list[SignalRates]:
    return [rates for signal in range(len(reference.rates)) for rates in reference.of_signal(signal)]


MIXED = 0.1
"""A segment is one of both signs where more than so large a part of its leads have points of the rarer one."""

NOWHERE = -1
"""Stands for the place where a signal has no rates."""


class RateTable:
    """All reference rates of a bundle as arrays, to look up many leads at once; safe to share between threads."""

    def __init__(self, reference: ReferenceRates) -> None:
        self._reference = reference
        every = _every(reference)
        self._starts = np.cumsum([0, *(len(rates.rates) for rates in every)]).tolist()
        self._earlier = np.array([*(not rates.expected for rates in every for _ in rates.rates), False], dtype=bool)
        self._plain = _Comparison.of([rates.whole for rates in every], beside=reference.typical)
        self._like = _Comparison.of([rates.whole for rates in every])
        self._raised = _Comparison.of([rates.raised or _unknown(rates) for rates in every])
        self._lowered = _Comparison.of([rates.lowered or _unknown(rates) for rates in every])
        fewer = np.minimum(self._raised.leads, self._lowered.leads)
        self._mixed = fewer > MIXED * (self._raised.leads + self._lowered.leads)

    def look_up(self, matrix: Floats, added: Added) -> RateLookup:
        """For each lead and signal the rate that fits its points.

        First comes the plain rate beside the typical one, then what the same leads would have converted at going by
        everything else, then the same of those for whom the signal weighed alike: the first whose log-odds differ as
        the points do, in sign and within ``FACTOR``. Else one of the latter two within ``ROUGH_FACTOR``. Where
        a value raises the scores of some and lowers those of others, only those for whom it weighed alike are compared.

        Args:
            matrix: Rows of the feature matrix.
            added: What the signals add to these leads.
        """
        places = np.take_along_axis(self._places(matrix, added.carrying), added.signals, axis=1)
        raised = added.points > 0
        plain, like = self._plain.at(places), self._like.at(places)
        alike = self._raised.at(places).where(raised, self._lowered.at(places))
        earlier, one_sign = self._earlier[places], ~self._mixed[places]
        ways = [
            (0, earlier & ~(plain.difference * added.points < 0)),
            (0, one_sign & plain.fits(added)),
            (1, one_sign & like.fits(added)),
            (2, alike.fits(added)),
            (1, one_sign & like.fits(added, roughly=True)),
            (2, alike.fits(added, roughly=True)),
        ]
        chosen = np.select([fits for _, fits in ways], [number for number, _ in ways], default=3)
        shown = plain.where(chosen == 0, like.where(chosen == 1, alike.where(chosen == 2, _NONE)))
        shown = _NONE.where(~earlier & shown.repeats(), shown)
        return RateLookup(
            rates=shown.rates,
            leads=shown.leads,
            expected=np.where(chosen == 0, np.nan, shown.beside),
            alike=chosen == 2,
            places=places,
        )

    def _places(self, matrix: Floats, carrying: Mapping[int, Integers]) -> Codes:
        """The segment of each lead's value by each signal; ``NOWHERE`` where it has no rates."""
        places = np.full((len(matrix), len(self._reference.rates)), NOWHERE)
        starts = iter(self._starts)
        for signal in range(len(self._reference.rates)):
            parts = self._reference.of_signal(signal)
            for rates, start in zip(parts, starts, strict=False):
                rows = np.flatnonzero(carrying[signal] == rates.bins[0].position) if len(parts) > 1 else slice(None)
                places[rows, signal] = start + rates.of(matrix[rows])
        return places


@dataclass(frozen=True)
class _Comparison:
    """A rate and the one that stands beside it, per segment or lead; NaN where there is none."""

    rates: Floats
    leads: Codes
    beside: Floats
    difference: Floats
    reads_alike: Mask

    @classmethod
    def of(cls, every: Sequence[SegmentRates], *, beside: float | None = None) -> "_Comparison":
        """All segments, and nothing at the end; beside stands what is expected, or always the same."""
        rates = np.array([np.nan if rate is None else rate for part in every for rate in part.rates] + [np.nan])
        leads = np.array([leads or 0 for part in every for leads in part.leads] + [0], dtype=np.int64)
        expected = np.array([np.nan if rate is None else rate for part in every for rate in part.expected] + [np.nan])
        other = expected if beside is None else np.full(len(rates), beside)
        return cls(rates, leads, other, _log_odds(rates) - _log_odds(other), as_read(rates) == as_read(other))

    def at(self, places: Codes) -> "_Comparison":
        """Those at some places."""
        return _Comparison(*(values[places] for values in vars(self).values()))

    def where(self, mask: Mask, other: "_Comparison") -> "_Comparison":
        """These where the mask holds, else the other ones."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return _Comparison(*(np.where(mask, mine, theirs) for mine, theirs in pairs))

    def repeats(self) -> Mask:
        """Whether the same leads, as many and as often converted, stand beside a stronger signal of a lead already."""
        repeated = np.zeros(self.rates.shape, dtype=bool)
        for column in range(1, self.rates.shape[1]):
            same = self.rates[:, :column] == self.rates[:, [column]]
            repeated[:, column] = (same & (self.leads[:, :column] == self.leads[:, [column]])).any(axis=1)
        return repeated

    def has_sign(self, added: Added) -> Mask:
        """Whether the rate lies on the side of the other that the points say; of strong points, also as it is read."""
        strong = np.abs(added.points) >= STRONG_POINTS
        found: Mask = (self.difference * added.points > 0) & ~(strong & self.reads_alike)
        return found

    def fits(self, added: Added, *, roughly: bool = False) -> Mask:
        """Whether it also lies about as far from it as the points say; weak points are told ``roughly`` by any."""
        strong = np.abs(added.points) >= STRONG_POINTS
        size, points = np.abs(self.difference), np.abs(added.log_odds)
        factor = ROUGH_FACTOR if roughly else FACTOR
        near = (size <= factor * points) & (points <= factor * size)
        found: Mask = self.has_sign(added) & (near | ~strong if roughly else near)
        return found


def _unknown(rates: SignalRates) -> SegmentRates:
    nothing = (None,) * len(rates.rates)
    return SegmentRates(nothing, nothing, nothing)


_NONE = _Comparison(np.array(np.nan), np.array(0), np.array(np.nan), np.array(np.nan), np.array(False))


def as_read(rates: Floats) -> Floats:
    """Shares in per cent as reasons write them: below 10 with a decimal, else whole."""
    share = rates * 100
    return np.where(share < 9.95, np.round(share, 1), np.round(share))


def _log_odds(rates: Floats) -> Floats:
    inside = np.clip(rates, 1e-12, 1 - 1e-12)
    found: Floats = np.log(inside) - np.log1p(-inside)
    return found
