"""Figures over time: by the age of a lead when it was looked at, and by the month it came."""

from itertools import pairwise
from typing import Any

import numpy as np

from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.judging.counting import counts
from leadscore.model.learning.judging.evaluating import evaluate
from leadscore.model.learning.judging.groups import group_figures
from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.learning.judging.resampling import UNKNOWN, plain
from leadscore.model.tables.snapshots import LabelledSnapshots

AGE_BANDS_DAYS = (0, 1, 7, 30, 90)
_SHOWN_BY_AGE = ("roc_auc", "log_loss", "lift_at_10")


def by_age(labelled: LabelledSnapshots, judged: Judged, probability: Floats, *, seed: int) -> list[dict[str, Any]]:
    """Figures by the lead's age, from ``from_days`` to below ``until_days``; unknown where a band has one outcome.

    Empty in data without dates.
    """
    bands = []
    for low, high in pairwise((*AGE_BANDS_DAYS, np.inf)):
        rows = (labelled.age_days >= low) & (labelled.age_days < high)
        if not rows.any():
            continue
        part, shown = judged.take(rows), dict.fromkeys(_SHOWN_BY_AGE, UNKNOWN)
        if part.both_classes:
            shown = evaluate(part, probability[rows], seed=seed, names=_SHOWN_BY_AGE)
        bands.append(
            {
                "from_days": low,
                "until_days": None if np.isinf(high) else high,
                **counts(labelled.take(rows)),
                **plain(shown),
            }
        )
    return bands


def by_month(
    labelled: LabelledSnapshots, leads: LeadTable, judged: Judged, probability: Floats
) -> list[dict[str, Any]]:
    """Figures by the month (UTC) in which leads were created, the first month first; empty without dates."""
    if leads.created_at is None:
        return []
    created = leads.created_at[labelled.snapshots.lead].astype("datetime64[us]").astype("datetime64[M]")
    return [
        {"month": str(month), **group_figures(labelled, judged, probability, created == month)}
        for month in np.unique(created)
    ]
