"""Past leads by their points: ids and how they ended, nothing else that was known about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class PastLeads:
    """An index of past leads.

    Attributes:
        ids: The leads' ids.
        points: Unrounded points per lead and signal, float32; how each lead was last seen while it was open.
        outcomes: converted, disqualified, lost, or open where none is known.
        days: Days from creation to the outcome; None where open, or where there are no dates.
    """

    ids: tuple[str, ...]
    outcomes: tuple[str, ...]
    days: tuple[float | None, ...]
    points: NDArray[np.float32] = field(compare=False)

    def as_dict(self) -> dict[str, Any]:
        """All but the points, as plain values for JSON."""
        return {"ids": list(self.ids), "outcomes": list(self.outcomes), "days": list(self.days)}


def past_leads_from(raw: Mapping[str, Any], points: NDArray[np.float32]) -> PastLeads:
    """The index that ``as_dict`` and an array of points make.

    Raises:
        KeyError, TypeError, ValueError: They are not those of an index.
    """
    ids, outcomes = tuple(map(str, raw["ids"])), tuple(map(str, raw["outcomes"]))
    days = tuple(None if day is None else float(day) for day in raw["days"])
    if points.ndim != 2 or not len(ids) == len(outcomes) == len(days) == len(points):
        message = "the parts of an index of past leads do not fit together"
        raise ValueError(message)
    return PastLeads(ids, outcomes, days, points)
