"""The states that a score change compares: a scoring from a record, and one computed today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import ModelIdentity, SignalPoints
from leadscore.model.scoring.points import Explainer, points_of


@dataclass(frozen=True)
class ScoredBefore:
    """The part of an earlier record that a score change needs; ``start + sum of points + beyond_scale == score``.

    Its fields are those of a ``Record``.

    Attributes:
        as_of: The moment it was scored for; None in a model without dates.
        signals: Whole points by signal; a signal that is not listed had none.
        model: The model that scored it.
    """

    lead_id: str
    as_of: int | None
    model: ModelIdentity
    score: int
    start: int
    beyond_scale: int
    signals: tuple[SignalPoints, ...]

    @cached_property
    def points(self) -> Mapping[str, int]:
        """Whole points by the label of their signal; signals with the same label are summed."""
        points: dict[str, int] = {}
        for entry in self.signals:
            points[entry.signal] = points.get(entry.signal, 0) + entry.points
        return points


@dataclass(frozen=True)
class State:
    """A lead's score and the points it is the sum of.

    Attributes:
        points: Whole points by label; signals with the same label are summed.
        exact: The same points before rounding.
        facts: The values by label, to compare whether they are equal in two states.
    """

    score: int
    start: int
    beyond_scale: int
    points: Mapping[str, int]
    exact: Mapping[str, float]
    facts: Mapping[str, bytes] = field(default_factory=dict)


def state_of(bundle: Bundle, leads: LeadTable, events: EventLog, as_of: int) -> State:
    """The state of a single lead.

    Args:
        bundle: The model.
        leads: A table of the lead only.
        events: Its events; those at or after the moment have no effect.
        as_of: The moment.
    """
    matrix = feature_matrix(bundle.spec, leads, events, Snapshots(np.zeros(1, np.int64), np.array([as_of])))
    explained = Explainer(bundle).explain(matrix, most=1)
    exact = points_of(explained.contributions[0])
    whole: dict[str, int] = {}
    unrounded: dict[str, float] = {}
    facts: dict[str, bytes] = {}
    of_feature = np.array(bundle.spec.signal_positions)
    for position, signal in enumerate(bundle.spec.signals):
        whole[signal.label] = whole.get(signal.label, 0) + int(explained.points.signals[0, position])
        unrounded[signal.label] = unrounded.get(signal.label, 0.0) + float(exact[position])
        facts[signal.label] = facts.get(signal.label, b"") + matrix[0, of_feature == position].tobytes()
    points = explained.points
    return State(int(points.score[0]), points.start, int(points.beyond_scale[0]), whole, unrounded, facts)
