"""The looks at leads that grades are found from: their scores by the model that ships."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import LearningSettings
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.points import score_of, whole
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import label_snapshots

Whole = NDArray[np.int64]

_RECENT = 4
"""One lead in so many, the latest ones, are recent."""


def all_looks(tables: Tables, learning: LearningSettings) -> Snapshots:
    """Every look at every lead while it was open, with those whose label nobody knows yet."""
    return label_snapshots(tables, learning).snapshots


def of_leads(looks: Snapshots, leads: NDArray[np.bool_]) -> Snapshots:
    """The looks at the leads for which this mask over all leads is true."""
    return looks.take(leads[looks.lead])


def last_looks(looks: Snapshots) -> Snapshots:
    """The last look at each lead."""
    return looks.take(np.diff(looks.lead, append=-1) != 0)


@dataclass(frozen=True)
class ScoredLooks:
    """Looks with their whole scores, in order of lead and moment."""

    looks: Snapshots
    score: Whole

    def best(self, rows: NDArray[np.bool_], n_leads: int) -> Whole:
        """Per lead of the table its best score among these looks; -1 where there is none."""
        best = np.full(n_leads, -1, dtype=np.int64)
        np.maximum.at(best, self.looks.lead[rows], self.score[rows])
        return best


def scored(bundle: Bundle, tables: Tables, looks: Snapshots) -> ScoredLooks:
    """The looks with the scores that the bundle's model gives them."""
    matrix = feature_matrix(bundle.spec, tables.leads, tables.events, looks)
    return ScoredLooks(looks, whole_scores(bundle.model.log_odds(matrix), bundle.reference))


def whole_scores(log_odds: NDArray[np.float64], reference: float) -> Whole:
    """Scores as leads get them: whole, from 0 to 100."""
    return whole(score_of(log_odds, reference))


def recent(leads: LeadTable, looks: Snapshots) -> NDArray[np.bool_]:
    """Per lead whether it is among the latest quarter of those looked at; in data without dates all are."""
    looked_at = np.zeros(len(leads), dtype=bool)
    looked_at[looks.lead] = True
    if leads.created_at is None or not looked_at.any():
        return looked_at
    created = leads.created_at[looked_at]
    start = np.sort(created)[len(created) - max(len(created) // _RECENT, 1)]
    late: NDArray[np.bool_] = looked_at & (leads.created_at >= start)
    return late
