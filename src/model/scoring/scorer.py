"""The scorer: the same core for the command line, the service and any worker that holds a bundle."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.moments import Moments, iso
from leadscore.model.scoring.additive import sigmoid
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.points import Points, whole_points
from leadscore.model.scoring.reasons import Facts, Phrases, Value
from leadscore.model.scoring.warnings import warnings_of

REASONS_SHOWN = 6
"""Signals told one by one, the strongest first; the rest is summed up in ``other_points``."""


@dataclass(frozen=True)
class Reason:
    """Why a lead scores as it does: one signal, its points, its value and a sentence a person would say."""

    signal: str
    axis: str
    points: int
    value: Value
    text: str


@dataclass(frozen=True)
class Scoring:
    """One lead's score; ``start + sum of points + other_points + beyond_scale == score``.

    Attributes:
        as_of: The moment it was scored for; None in a model without dates.
        score: 0 to 100; 50 is the reference conversion rate, +10 doubles the odds.
        probability: Calibrated probability to convert within the horizon.
        fit, interest, context: ``start`` plus the points of that axis.
        other_points: Points of all signals not among the reasons.
        beyond_scale: What clamping to 0..100 took away or added.
        warnings: What the reader should know about the input, as sentences.
    """

    lead_id: str
    as_of: int | None
    score: int
    probability: float
    fit: int
    interest: int
    context: int
    start: int
    reasons: tuple[Reason, ...]
    other_points: int
    beyond_scale: int
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; ``as_of`` as ISO 8601 text."""
        plain = {**self.__dict__, "reasons": [dict(reason.__dict__) for reason in self.reasons]}
        return plain | {"as_of": None if self.as_of is None else iso(self.as_of), "warnings": list(self.warnings)}


class Scorer:
    """Scores leads with one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle, *, threads: int = 1) -> None:
        self.bundle = bundle
        self._threads = threads
        self._phrases = Phrases(bundle.spec)
        positions = np.array(bundle.spec.signal_positions)
        self._by_signal = np.argsort(positions, kind="stable")
        self._first_of_signal = np.searchsorted(positions[self._by_signal], np.arange(len(bundle.spec.signals)))

    def score(self, leads: LeadTable, events: EventLog, as_of: Moments) -> list[Scoring]:
        """Score every lead of the table as of its moment, in the table's order."""
        snapshots = Snapshots(np.arange(len(leads)), as_of)
        matrix = feature_matrix(self.bundle.spec, leads, events, snapshots)
        points, log_odds = self.points(matrix)
        probability = sigmoid(log_odds)
        warnings = warnings_of(self.bundle.spec, leads, events, as_of)
        return [
            self._scoring(Facts(matrix[i], leads, i), points, float(probability[i]), int(as_of[i]), warnings[i])
            for i in range(len(leads))
        ]

    def points(self, matrix: NDArray[np.float64]) -> tuple[Points, NDArray[np.float64]]:
        """Whole points per signal, and the calibrated log-odds, for rows of the feature matrix."""
        contributions, expected = self.bundle.model.contributions(matrix, threads=self._threads)
        per_signal = np.add.reduceat(contributions[:, self._by_signal], self._first_of_signal, axis=1)
        points = whole_points(per_signal, expected, self.bundle.reference)
        return points, expected + per_signal.sum(axis=1)

    def _scoring(
        self, facts: Facts, points: Points, probability: float, as_of: int, warnings: tuple[str, ...]
    ) -> Scoring:
        row = points.signals[facts.position]
        strongest = [int(s) for s in np.argsort(-np.abs(row), kind="stable")[:REASONS_SHOWN] if row[s] != 0]
        axis = {name: points.start + self._axis_points(row, name) for name in ("fit", "interest", "context")}
        return Scoring(
            lead_id=facts.leads.ids[facts.position],
            as_of=as_of if self.bundle.spec.dated else None,
            score=int(points.score[facts.position]),
            probability=probability,
            **axis,
            start=points.start,
            reasons=tuple(self._reason(signal, int(row[signal]), facts) for signal in strongest),
            other_points=int(row.sum() - row[strongest].sum()),
            beyond_scale=int(points.beyond_scale[facts.position]),
            warnings=warnings,
        )

    def _axis_points(self, row: NDArray[np.int64], axis: str) -> int:
        return int(sum(row[i] for i, signal in enumerate(self.bundle.spec.signals) if signal.axis == axis))

    def _reason(self, position: int, points: int, facts: Facts) -> Reason:
        signal = self.bundle.spec.signals[position]
        value, text = self._phrases.say(signal, facts)
        return Reason(signal.label, signal.axis, points, value, text)
