"""Points: the scale of scores, and rows explained as whole points per signal that add up to the score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import get_args

import numpy as np

from leadscore.model.arrays import Floats, Integers, Moments
from leadscore.model.config import Axis
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import CALENDAR
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contributions.additive import sigmoid

POINTS_PER_DOUBLING = 10.0
REFERENCE_SCORE = 50.0
_SCALE = POINTS_PER_DOUBLING / np.log(2.0)


def score_of(log_odds: Floats, reference: float) -> Floats:
    """Unrounded score of log-odds; 50 at the reference, +10 for every doubling of the odds."""
    score: Floats = REFERENCE_SCORE + points_of(log_odds - reference)
    return score


def points_of(log_odds: Floats) -> Floats:
    """Unrounded points for differences of log-odds."""
    points: Floats = _SCALE * log_odds
    return points


def whole(scores: Floats) -> Integers:
    """Scores rounded to whole points and clamped to 0..100.

    >>> whole(np.array([49.6, 103.2, -np.inf])).tolist()
    [50, 100, 0]
    """
    return np.clip(np.rint(scores), 0, 100).astype(np.int64)


@dataclass(frozen=True)
class Points:
    """Whole points that add up: ``start + signals.sum(axis=1) + beyond_scale == score``.

    Attributes:
        start: The score a lead has before anything is known about it.
        signals: Points per lead and signal.
        score: 0 to 100 per lead.
        beyond_scale: Points that clamping to 0..100 added or removed; zero for nearly every lead.
    """

    start: int
    signals: Integers
    score: Integers
    beyond_scale: Integers


def whole_points(contributions: Floats, expected: float, reference: float) -> Points:
    """Round contributions to whole points by largest remainder.

    Args:
        contributions: Log-odds per lead and signal.
        expected: Log-odds that the contributions start from.
        reference: Log-odds that score 50.
    """
    start = int(np.rint(score_of(np.array([expected]), reference))[0])
    exact = np.round(points_of(contributions), 9)  # so that no last bit decides between two equal remainders
    total = np.rint(score_of(expected + contributions.sum(axis=1), reference)).astype(np.int64)
    signals = largest_remainder(exact, total - start)
    score = np.clip(total, 0, 100)
    return Points(start, signals, score, score - total)


def largest_remainder(exact: Floats, totals: Integers) -> Integers:
    """Whole numbers near ``exact`` whose rows sum to ``totals`` (Hamilton's method).

    Every value is rounded down, then the values with the largest remainders are raised by one until the row's sum
    fits; if more is missing than one per value, that is repeated.

    >>> largest_remainder(np.array([[1.4, 1.4, 0.2]]), np.array([3])).tolist()
    [[2, 1, 0]]
    """
    floors = np.floor(exact)
    missing = totals - floors.sum(axis=1).astype(np.int64)
    width = max(exact.shape[1], 1)
    rounds, rest = np.divmod(missing, width)
    order = np.argsort(floors - exact, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(exact.shape[1])[None, :].repeat(len(exact), axis=0), axis=1)
    raised = rank < rest[:, None]
    whole: Integers = floors.astype(np.int64) + rounds[:, None] + raised
    return whole


@dataclass(frozen=True)
class KnownLeads:
    """Leads with their events, one moment and one row of the feature matrix each.

    Attributes:
        unknown: Per lead the share of the model's weight that is on columns without a value; None where it is not
            measured.
    """

    leads: LeadTable
    events: EventLog
    as_of: Moments
    matrix: Floats
    unknown: Floats | None = None

    def __len__(self) -> int:
        return len(self.leads)

    def one(self, lead: int) -> "KnownLeads":
        """A table of one lead only."""
        row = slice(lead, lead + 1)
        leads, events = self.leads.slice(lead, lead + 1), self.events.slice(lead, lead + 1)
        unknown = None if self.unknown is None else self.unknown[row]
        return KnownLeads(leads, events, self.as_of[row], self.matrix[row], unknown)


AXES: tuple[Axis, ...] = get_args(Axis)


@dataclass(frozen=True)
class Explained:
    """The explanation of rows in numbers.

    Attributes:
        points: Whole points per row and signal.
        contributions: Unrounded log-odds per row and signal.
        log_odds: Calibrated log-odds per row.
        strongest: Per row the positions of the signals with the most points either way, the strongest first; only of
            signals that may be reasons.
        axes: Per row ``start`` plus the points of each axis, in the order of ``AXES``.
        carrying: Of each signal that stands for parts of a date, the feature per row that adds the most of its points.
    """

    points: Points
    contributions: Floats
    log_odds: Floats
    strongest: Integers
    axes: Integers
    carrying: Mapping[int, Integers] = field(default_factory=dict)

    @cached_property
    def probability(self) -> Floats:
        """Calibrated probability to convert, per row."""
        return sigmoid(self.log_odds)

    @cached_property
    def probability_without(self) -> Floats:
        """Calibrated probability with the contribution of one signal taken off, per row and signal."""
        return sigmoid(self.log_odds[:, None] - self.contributions)


@dataclass(frozen=True)
class Explainer:
    """Explains rows of the feature matrix by the model of a bundle."""

    bundle: Bundle
    threads: int = 1

    def explain(self, matrix: Floats, *, most: int) -> Explained:
        """Explain rows of the feature matrix; ``most`` is the number of strongest signals to keep."""
        contributions, expected = self.bundle.model.contributions(matrix, threads=self.threads)
        order, first = self._by_signal
        per_signal = np.add.reduceat(contributions[:, order], first, axis=1)
        points = whole_points(per_signal, expected, self.bundle.reference)
        return Explained(
            points=points,
            contributions=per_signal,
            log_odds=expected + per_signal.sum(axis=1),
            strongest=self._reasons[strongest(points.signals[:, self._reasons], most=most)],
            axes=points.start + points.signals @ self._of_axis,
            carrying={signal: _carrying(contributions, own) for signal, own in self._calendars.items()},
        )

    @cached_property
    def _by_signal(self) -> tuple[Integers, Integers]:
        """The positions of the features ordered by signal, and the start of each signal among them."""
        positions = np.array(self.bundle.spec.signal_positions)
        order = np.argsort(positions, kind="stable")
        return order, np.searchsorted(positions[order], np.arange(len(self.bundle.spec.signals)))

    @cached_property
    def _calendars(self) -> dict[int, Integers]:
        """The features of each signal that has several, all of them parts of a date."""
        spec = self.bundle.spec
        positions = np.array(spec.signal_positions)
        parts = np.array([feature.kind in CALENDAR for feature in spec.features], dtype=bool)
        own = {signal: np.flatnonzero((positions == signal) & parts) for signal in range(len(spec.signals))}
        return {signal: features for signal, features in own.items() if len(features) > 1}

    @cached_property
    def _reasons(self) -> Integers:
        """The positions of the signals that may be reasons."""
        return np.flatnonzero([signal.reason for signal in self.bundle.spec.signals])

    @cached_property
    def _of_axis(self) -> Integers:
        return np.array([[signal.axis == axis for axis in AXES] for signal in self.bundle.spec.signals], dtype=np.int64)


def _carrying(contributions: Floats, features: Integers) -> Integers:
    """Which of some features adds, per row, the most in the direction of their sum."""
    own = contributions[:, features]
    carrying: Integers = features[np.argmax(own * np.sign(own.sum(axis=1, keepdims=True)), axis=1)]
    return carrying


def strongest(points: Integers, *, most: int) -> Integers:
    """Per row the positions of the signals with the most points either way, the strongest first.

    Ties keep the order of the signals.

    >>> strongest(np.array([[1, -5, 0, 5]]), most=2).tolist()
    [[1, 3]]
    """
    n = points.shape[1]
    keys = np.abs(points) * n + np.arange(n - 1, -1, -1)  # distinct, so that equal strengths keep the signals' order
    if most < n:
        kept = np.argpartition(keys, n - most, axis=1)[:, n - most :]
    else:
        kept = np.broadcast_to(np.arange(n), keys.shape)
    order = np.argsort(-np.take_along_axis(keys, kept, axis=1), axis=1)
    return np.take_along_axis(kept, order, axis=1)
