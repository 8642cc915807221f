"""Leads like this: the past leads that scored alike, signal by signal, and how they ended."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.scoring.advice.past_leads import PastLeads
from leadscore.model.scoring.wording import Wording

CONVERTED = "converted"


@dataclass(frozen=True)
class Similar:
    """A past lead that scored alike.

    Attributes:
        outcome: converted, disqualified, lost, or open where none is known.
        days: From creation to the outcome; None where there is none, or no dates.
    """

    lead_id: str
    outcome: str
    days: float | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return dict(self.__dict__)


def similar(past: PastLeads, points: NDArray[np.float64], *, k: int, hidden: frozenset[str]) -> tuple[Similar, ...]:
    """The k past leads whose points lie nearest to these, by Euclidean distance over signals; equally near ones by id.

    Args:
        past: The index.
        points: Unrounded points of the lead, one per signal.
        k: How many.
        hidden: Ids that are not shown.
    """
    distance = np.linalg.norm(past.points - points, axis=1)
    shown = np.flatnonzero([id_ not in hidden for id_ in past.ids])
    if len(shown) > k:
        limit = np.partition(distance[shown], k - 1)[k - 1]
        shown = shown[~(distance[shown] > limit)]
    nearest = sorted(shown.tolist(), key=lambda i: (distance[i], past.ids[i]))[:k]
    return tuple(Similar(past.ids[i], past.outcomes[i], past.days[i]) for i in nearest)


def summary_of(found: Sequence[Similar], wording: Wording) -> str:
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
    span = wording.counted("similar.days", high) if low == high else wording.say("similar.span", low=low, high=high)
    return wording.say(f"similar.converted_{number}_within", converted=len(won), shown=len(found), span=span)
