"""The threshold by capacity: where the leads that newly reach grade A in a week are as many as people can handle."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Mask
from leadscore.model.config import Config
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.features.leads import Snapshots
from leadscore.model.learning.thresholds.looks import ScoredLooks, all_looks
from leadscore.model.timestamps import DAY

_WEEK = 7 * DAY


@dataclass(frozen=True)
class Window:
    """The last weeks of the data: ``start < as_of``; ``weeks`` of them are covered by looks, one at least."""

    start: int
    weeks: float

    def holds(self, looks: Snapshots) -> Mask:
        """Which looks lie within it."""
        within: Mask = looks.as_of > self.start
        return within


@dataclass(frozen=True)
class Filled:
    """The cut that fills a capacity, and how many leads a week newly reached it."""

    cut: int
    per_week: float


def window_of(config: Config, looks: Snapshots, data_until: int) -> Window:
    """The last ``capacity_weeks`` before the end of the data, or fewer where the data are shorter."""
    first = int(looks.as_of.min(initial=data_until)) - 1
    start = max(data_until - config.policy.capacity_weeks * _WEEK, first)
    return Window(start, max((data_until - start) / _WEEK, 1.0))


def require_inflow(tables: Tables, config: Config) -> None:
    """Refuse a capacity that all new leads of a week fit into; nothing has to be learned to know that.

    Raises:
        ConfigError: As said, with the inflow.
    """
    capacity = config.policy.capacity_per_week
    if config.policy.cut_by != "capacity" or capacity is None or tables.data_until is None:
        return
    looks = all_looks(tables, config.learning)
    window = window_of(config, looks, tables.data_until)
    within = window.holds(looks)
    new = np.setdiff1d(looks.lead[within], looks.lead[~within])
    inflow = len(new) / window.weeks
    if inflow <= capacity:
        raise ConfigError(
            f"`policy.capacity_per_week` is {capacity:,}, but only {inflow:,.1f} new leads a week came in the last "
            f"{round(window.weeks, 1):g} weeks of the data: all of them fit",
            where="[policy]",
            remedy="set a capacity below that, or find the cuts by points or money",
        )


def fill(scored: ScoredLooks, window: Window, *, capacity: int, n_leads: int) -> Filled:
    """The lowest cut that, like all above it, no more leads a week newly reach than fit into the capacity.

    A lead newly reaches a cut where its best score before the window is below it and its best within it is not; so a
    lead counts once, in the window in which it gets there. Where even 100 is reached by too many, 100 is the cut.

    Args:
        scored: Every look at the leads that were looked at within the window.
        window: The weeks.
        capacity: Leads a week.
        n_leads: Number of leads in the table.
    """
    within = window.holds(scored.looks)
    before, best = scored.best(~within, n_leads), scored.best(within, n_leads)
    reached = best > before
    steps = np.bincount(before[reached] + 1, minlength=102) - np.bincount(best[reached] + 1, minlength=102)
    per_week = np.cumsum(steps)[:101] / window.weeks
    over = np.flatnonzero(per_week > capacity)
    cut = min(int(over.max(initial=-1)) + 1, 100)
    return Filled(cut, float(per_week[cut]))
