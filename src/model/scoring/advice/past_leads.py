"""The index of past leads, and the search for those whose points per signal are most similar to a lead's."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats
from leadscore.model.scoring.contract import Ending, PastLead
from leadscore.model.scoring.language import Wording

ENDINGS: dict[str, Ending] = {ending: ending for ending in get_args(Ending)}
"""How a past lead may have ended, by its name."""


@dataclass(frozen=True)
class PastLeads:
    """An index of past leads.

    Attributes:
        ids: The leads' ids.
        points: Unrounded points per lead and signal, float32, at each lead's last snapshot while it was open.
        outcomes: converted, disqualified, lost, or open where none is known.
        days: Days from creation to the outcome; None where open, or where there are no dates.
    """

    ids: tuple[str, ...]
    outcomes: tuple[Ending, ...]
    days: tuple[float | None, ...]
    points: NDArray[np.float32] = field(compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Everything except the points, as plain values for JSON."""
        return {"ids": list(self.ids), "outcomes": list(self.outcomes), "days": list(self.days)}


def past_leads_from(raw: Mapping[str, Any], points: NDArray[np.float32]) -> PastLeads:
    """The index from what ``as_dict`` wrote and the array of points.

    Raises:
        KeyError, TypeError, ValueError: The values are not those of an index.
    """
    ids, outcomes = tuple(map(str, raw["ids"])), tuple(ENDINGS[outcome] for outcome in raw["outcomes"])
    days = tuple(None if day is None else float(day) for day in raw["days"])
    if points.ndim != 2 or not len(ids) == len(outcomes) == len(days) == len(points):
        message = "the parts of an index of past leads do not fit together"
        raise ValueError(message)
    return PastLeads(ids, outcomes, days, points)


CONVERTED: Ending = "converted"


def similar(past: PastLeads, points: Floats, *, k: int, hidden: frozenset[str]) -> tuple[PastLead, ...]:
    """The k past leads with the most similar points, by Euclidean distance over signals; ties by id.

    Args:
        past: The index.
        points: Unrounded points of the lead, one per signal.
        k: Number of past leads.
        hidden: Ids that are not shown.
    """
    distance = np.linalg.norm(past.points - points, axis=1)
    shown = np.flatnonzero([id_ not in hidden for id_ in past.ids])
    if len(shown) > k:
        limit = np.partition(distance[shown], k - 1)[k - 1]
        shown = shown[~(distance[shown] > limit)]
    nearest = sorted(shown.tolist(), key=lambda i: (distance[i], past.ids[i]))[:k]
    return tuple(PastLead(past.ids[i], past.outcomes[i], past.days[i]) for i in nearest)


def summary_of(found: Sequence[PastLead], wording: Wording) -> str:
    """How similar leads ended, in one sentence; empty where there are none."""
    if not found:
        return ""
    won = [lead for lead in found if lead.outcome == CONVERTED]
    days = [max(1, math.ceil(lead.days)) for lead in won if lead.days is not None]
    number = "single" if len(found) == 1 else "several"
    if not won:
        return wording.say(f"similar.none_{number}", shown=len(found))
    if not days:
        return wording.say(f"similar.converted_{number}", converted=len(won), shown=len(found))
    low, high = min(days), max(days)
    span = wording.say("similar.days", count=high) if low == high else wording.say("similar.span", low=low, high=high)
    return wording.say(f"similar.converted_{number}_within", converted=len(won), shown=len(found), span=span)
