"""The splits of a backtest with a rolling origin: how the same recipe would have done at earlier dates."""

from itertools import pairwise

import numpy as np

from leadscore.model.arrays import Integers, Mask
from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting.assignment import arrivals, created_at, first_of_latest
from leadscore.model.learning.splitting.evaluation_slice import way_of_splitting
from leadscore.model.learning.splitting.sides import MIN_LEADS_PER_CLASS, Split, divide
from leadscore.model.timestamps import DAY, iso, moment

_MIN_EVALUATED_LEADS = 20
"""Of either class; fewer say nothing about one backtest fold."""


def backtest_splits(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> tuple[Split, ...]:
    """Splits of up to ``learning.backtest_folds`` backtest folds before the evaluation slice, the oldest first.

    Going back from the evaluation slice, each fold starts ``evaluation_share`` of the leads before the next one. Leads
    that came between the two starts are evaluated, on all their matured snapshots. Training uses what was there when
    the fold starts: by time, the labels known by then, which leaves a gap of one horizon; by file order, the rows
    before. A fold with fewer than forty leads of either class to learn from, or fewer than twenty to evaluate on, is
    left out, so fewer than ``learning.backtest_folds`` may be returned; a random split has none.

    Args:
        labelled: Matured snapshots only.
        leads: The leads they belong to.
        learning: The configured way of splitting.
    """
    match way_of_splitting(leads, learning):
        case "time":
            made = _by_time(labelled, leads, learning)
        case "file_order":
            made = _by_file_order(labelled, learning)
        case _:
            made = []
    return tuple(past for past in made if past.class_counts(labelled).reach(MIN_LEADS_PER_CLASS, _MIN_EVALUATED_LEADS))


def _by_time(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> list[Split]:
    created = created_at(labelled, leads)
    last = moment(learning.test_from) if learning.test_from else None
    label_known_at = labelled.snapshots.as_of + learning.horizon_days * DAY
    return [
        Split(
            "time",
            **divide(labelled, created, label_known_at <= start, start=start, stop=stop),
            train_until=iso(start),
            test_from=iso(start),
            test_until=iso(stop),
        )
        for start, stop in pairwise(_backtest(labelled, created, learning, last=last))
    ]


def _by_file_order(labelled: LabelledSnapshots, learning: LearningSettings) -> list[Split]:
    place = labelled.snapshots.lead
    known: Mask = np.ones(len(labelled), dtype=bool)
    return [
        Split("file_order", **divide(labelled, place, known, start=start, stop=stop))
        for start, stop in pairwise(_backtest(labelled, place, learning, last=None))
    ]


def _backtest(
    labelled: LabelledSnapshots, arrival: Integers, learning: LearningSettings, *, last: int | None
) -> list[int]:
    """Arrivals at which evaluation starts, the earliest first; the last one is that of the evaluation slice."""
    share = learning.evaluation_share
    last = first_of_latest(labelled, arrival, share=share) if last is None else last
    came = arrivals(labelled, arrival)
    place, chunk = int(np.searchsorted(came, last)), share * len(came)
    places = (place - round(chunk * back) for back in range(learning.backtest_folds, 0, -1))
    return [*(int(came[place]) for place in places if place > 0), last]
