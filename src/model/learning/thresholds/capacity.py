"""The looks at leads that grades are found from, and the threshold where a week's leads fit the people."""

import math
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.config import Config, LearningSettings
from leadscore.model.data.tables.snapshots import label_snapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Thresholds
from leadscore.model.scoring.points import score_of, whole
from leadscore.model.timestamps import DAY

_RECENT = 4
"""One lead in so many, the latest ones, are recent."""


def all_looks(tables: Tables, learning: LearningSettings) -> Snapshots:
    """Every look at every lead while it was open, with those whose label nobody knows yet."""
    return label_snapshots(tables, learning).snapshots


def of_leads(looks: Snapshots, leads: Mask) -> Snapshots:
    """The looks at the leads for which this mask over all leads is true."""
    return looks.take(leads[looks.lead])


def last_looks(looks: Snapshots) -> Snapshots:
    """The last look at each lead."""
    return looks.take(np.diff(looks.lead, append=-1) != 0)


@dataclass(frozen=True)
class ScoredLooks:
    """Looks with their whole scores, in order of lead and moment."""

    looks: Snapshots
    score: Integers

    def best(self, rows: Mask, n_leads: int) -> Integers:
        """Per lead of the table its best score among these looks; -1 where there is none."""
        best = np.full(n_leads, -1, dtype=np.int64)
        np.maximum.at(best, self.looks.lead[rows], self.score[rows])
        return best


def scored(bundle: Bundle, tables: Tables, looks: Snapshots) -> ScoredLooks:
    """The looks with the scores that the bundle's model gives them."""
    matrix = feature_matrix(bundle.spec, tables.leads, tables.events, looks)
    return ScoredLooks(looks, whole_scores(bundle.model.log_odds(matrix), bundle.reference))


def whole_scores(log_odds: Floats, reference: float) -> Integers:
    """Scores as leads get them: whole, from 0 to 100."""
    return whole(score_of(log_odds, reference))


def recent(leads: LeadTable, looks: Snapshots) -> Mask:
    """Per lead whether it is among the latest quarter of those looked at; in data without dates all are."""
    looked_at = np.zeros(len(leads), dtype=bool)
    looked_at[looks.lead] = True
    if leads.created_at is None or not looked_at.any():
        return looked_at
    created = leads.created_at[looked_at]
    start = np.sort(created)[len(created) - max(len(created) // _RECENT, 1)]
    late: Mask = looked_at & (leads.created_at >= start)
    return late


_STANDARD_ERRORS = 3.0


@dataclass(frozen=True)
class Share:
    """A share, and of how many leads."""

    value: float
    leads: int


def share_of_a(scored: ScoredLooks, tables: Tables, thresholds: Thresholds) -> Share:
    """How many of these leads reached grade A at their best look."""
    best = scored.best(np.ones(len(scored.score), dtype=bool), len(tables.leads))
    looked_at = best >= 0
    leads = int(looked_at.sum())
    return Share(float((best >= thresholds.first).sum() / leads) if leads else 0.0, leads)


def drifted(then: Share, now: Share) -> bool:
    """Whether the shares differ by more than three standard errors of their difference, pooled (two-proportion z)."""
    if not then.leads or not now.leads:
        return False
    pooled = (then.value * then.leads + now.value * now.leads) / (then.leads + now.leads)
    error = math.sqrt(pooled * (1 - pooled) * (1 / then.leads + 1 / now.leads))
    return abs(now.value - then.value) > _STANDARD_ERRORS * error


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
    """The threshold that fills a capacity, and how many leads a week newly reached it."""

    threshold: int
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
    """The lowest threshold that, like all above it, no more leads a week newly reach than fit into the capacity.

    A lead newly reaches a threshold where its best score before the window is below it and its best within it is not;
    so a lead counts once, in the window in which it gets there. Where too many reach even 100, that is the threshold.

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
    threshold = min(int(over.max(initial=-1)) + 1, 100)
    return Filled(threshold, float(per_week[threshold]))
