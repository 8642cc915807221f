"""The evaluation slice: the leads that a twin of the model is evaluated on."""

from dataclasses import replace

import numpy as np

from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting.assignment import created_at, drawn, first_of_latest
from leadscore.model.learning.splitting.sides import MIN_LEADS_PER_CLASS, Split, divide, keep_apart, refuse_too_few
from leadscore.model.timestamps import DAY, iso, moment


def split(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Split:
    """Split matured snapshots as configured.

    By time, the leads created from ``test_from`` on are evaluated, and training uses only labels that were known
    by then: a gap of one horizon. Where that leaves fewer than forty leads of either class on a side, the gap is
    given up and the split is marked optimistic. At random, whether a lead is evaluated depends on its id, or on its
    group, and the seed alone: it stays on its side when the data grow.

    Args:
        labelled: Matured snapshots only.
        leads: The leads they belong to.
        learning: The configured way of splitting.

    Raises:
        NotEnoughDataError: A side would hold too few leads of a class to learn from, or none to evaluate on.
    """
    match way_of_splitting(leads, learning):
        case "time":
            made = _by_time(labelled, leads, learning)
        case "file_order":
            made = _by_file_order(labelled, leads, learning)
        case _:
            made = _at_random(labelled, leads, learning)
    refuse_too_few(labelled, made)
    return made


def way_of_splitting(leads: LeadTable, learning: LearningSettings) -> str:
    """time, file_order or random: as configured, but leads without dates cannot be split by time."""
    return "random" if leads.created_at is None and learning.split == "time" else learning.split


def _by_time(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Split:
    created = created_at(labelled, leads)
    latest = first_of_latest(labelled, created, share=learning.evaluation_share)
    test_from = moment(learning.test_from) if learning.test_from else latest
    train_until = moment(learning.train_until) if learning.train_until else test_from
    known = labelled.snapshots.as_of + learning.horizon_days * DAY <= train_until
    made = Split(
        "time",
        **divide(labelled, created, known, start=test_from),
        optimistic=train_until > test_from,
        train_until=iso(train_until),
        test_from=iso(test_from),
    )
    if learning.train_until or made.class_counts(labelled).reach(MIN_LEADS_PER_CLASS, MIN_LEADS_PER_CLASS):
        return made
    before = labelled.snapshots.as_of < test_from
    known_by = iso(test_from + learning.horizon_days * DAY)
    return replace(made, **divide(labelled, created, before, start=test_from), optimistic=True, train_until=known_by)


def _by_file_order(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Split:
    place = labelled.snapshots.lead
    start = first_of_latest(labelled, place, share=learning.evaluation_share)
    made = Split("file_order", **divide(labelled, place, np.ones(len(labelled), bool), start=start))
    return replace(made, train_until=_known_by(labelled, leads, made, learning))


def _at_random(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Split:
    held_out = drawn(labelled, leads, share=learning.evaluation_share, seed=learning.seed)
    made = Split("random", **keep_apart(labelled, ~held_out, held_out))
    return replace(made, train_until=_known_by(labelled, leads, made, learning))


def _known_by(labelled: LabelledSnapshots, leads: LeadTable, made: Split, learning: LearningSettings) -> str | None:
    """The moment by which every training label was known; None without dates."""
    if leads.created_at is None or not made.training.any():
        return None
    return iso(int(labelled.snapshots.as_of[made.training].max()) + learning.horizon_days * DAY)
