"""Leads grouped by their score, and the interval that a group's past gives to a new lead."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


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
