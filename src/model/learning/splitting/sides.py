"""The two sides of a split, the folds within one, and how many leads of either class each needs."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from leadscore.model.arrays import Integers, Mask, Positions
from leadscore.model.card.training_data import SplitKind
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.errors import NotEnoughDataError


@dataclass(frozen=True)
class Split:
    """Rows of the matured snapshots to train on and to evaluate; no lead and no group of leads is on both sides.

    Attributes:
        kind: time, file_order or random.
        training, evaluation: One truth value per snapshot.
        optimistic: The gap before the evaluation slice had to be given up, so figures flatter.
        train_until: The moment by which every training label was known, ISO 8601; None without dates.
        test_from: Earliest creation of an evaluated lead, ISO 8601; None where the split does not go by time.
        test_until: Evaluated leads were created before it, ISO 8601; None for the latest ones.
        left_out_leads: Leads left out of the evaluation because others of their group are in training.
    """

    kind: SplitKind
    training: Mask
    evaluation: Mask
    optimistic: bool = False
    train_until: str | None = None
    test_from: str | None = None
    test_until: str | None = None
    left_out_leads: int = 0

    def class_counts(self, labelled: LabelledSnapshots) -> "ClassCounts":
        """How many leads of either class are on each side."""
        training, evaluation = labelled.take(self.training), labelled.take(self.evaluation)
        return ClassCounts(
            *(side.leads_of_class(converted=c) for side in (training, evaluation) for c in (True, False))
        )


@dataclass(frozen=True)
class ClassCounts:
    """Leads with at least one converted, and with at least one other snapshot, on each side."""

    training_converted: int
    training_others: int
    evaluation_converted: int
    evaluation_others: int

    def reach(self, training: int, evaluation: int) -> bool:
        """Whether each side holds so many leads of either class."""
        enough_to_learn = min(self.training_converted, self.training_others) >= training
        return enough_to_learn and min(self.evaluation_converted, self.evaluation_others) >= evaluation


def divide(
    labelled: LabelledSnapshots, arrival: Integers, known: Mask, *, start: int, stop: int | None = None
) -> dict[str, Any]:
    """Leads that arrived before ``start`` for training, later ones for evaluation, as fields of a ``Split``.

    Args:
        labelled: Matured snapshots.
        arrival: Per snapshot when its lead came: a moment, or a place in the file.
        known: Snapshots whose labels were known when training ended.
        start: The first arrival to evaluate.
        stop: Evaluate only what arrived before it.
    """
    late = (arrival >= start) if stop is None else (arrival >= start) & (arrival < stop)
    return keep_apart(labelled, (arrival < start) & known, late)


def keep_apart(labelled: LabelledSnapshots, training: Mask, evaluation_set: Mask) -> dict[str, Any]:
    """Both sides as fields of a ``Split``; leads of groups that are in training are not evaluated."""
    familiar = evaluation_set & np.isin(labelled.group, labelled.group[training])
    left_out = len(np.unique(labelled.snapshots.lead[familiar]))
    return {"training": training, "evaluation": evaluation_set & ~familiar, "left_out_leads": left_out}


MIN_LEADS_PER_CLASS = 40
"""Fewer converted, or fewer not converted leads teach nothing; training refuses."""

MIN_TRAINING_LEADS = 10
"""Of either class, so that every fold has some to learn from."""


def require_both_classes(labelled: LabelledSnapshots) -> None:
    """Refuse to learn from fewer than forty leads of either class.

    Raises:
        NotEnoughDataError: With the numbers found and needed.
    """
    found = {converted: labelled.leads_of_class(converted=converted) for converted in (True, False)}
    if min(found.values()) >= MIN_LEADS_PER_CLASS:
        return
    raise NotEnoughDataError(
        f"{found[True]} leads converted within the horizon and {found[False]} did not; "
        f"training needs at least {MIN_LEADS_PER_CLASS} of each",
        where="matured leads",
        remedy="add older leads, shorten learning.horizon_days, or check which outcomes count as converted",
    )


def refuse_too_few(labelled: LabelledSnapshots, made: Split) -> None:
    """Refuse a split with a side that has too few leads of a class to learn from, or none to evaluate on.

    Raises:
        NotEnoughDataError: With the numbers of both sides.
    """
    counts = made.class_counts(labelled)
    if counts.reach(training=MIN_TRAINING_LEADS, evaluation=1):
        return
    grouped = f"; {made.left_out_leads} more share a group with training" if made.left_out_leads else ""
    raise NotEnoughDataError(
        f"The split leaves {counts.training_converted} converted and {counts.training_others} other leads "
        f"to train on, {counts.evaluation_converted} and {counts.evaluation_others} to evaluate{grouped}",
        where=f"learning.split = {made.kind!r}",
        remedy="set learning.test_from or learning.evaluation_share so that both sides see both outcomes"
        + (", or group by a column with smaller groups" if grouped else ""),
    )


def lead_folds(labelled: LabelledSnapshots, *, n_folds: int, seed: int) -> list[tuple[Positions, Positions]]:
    """Stratified folds that never split a lead or a group: pairs of training and held-out rows.

    Groups are shuffled, ordered by whether a lead of theirs ever converted and by their size, and dealt to the folds
    back and forth, so that every fold gets its share of conversions and of snapshots.

    Raises:
        NotEnoughDataError: Leads of a class are in too few groups for every fold to hold some.
    """
    fold = _dealt(labelled, n_folds=n_folds, seed=seed)
    held_out = [np.flatnonzero(fold == number) for number in range(n_folds)]
    if any(len(np.unique(labelled.converted[rows])) < 2 for rows in held_out):
        raise NotEnoughDataError(
            f"Too few separate groups of leads converted, or did not, to learn in {n_folds} parts",
            where="matured leads",
            remedy="add older leads, or set `group` on a column with smaller groups",
        )
    return [(np.flatnonzero(fold != number), rows) for number, rows in enumerate(held_out)]


def _dealt(labelled: LabelledSnapshots, *, n_folds: int, seed: int) -> Positions:
    """The fold of each row."""
    groups, position = np.unique(labelled.group, return_inverse=True)
    n_rows = np.bincount(position)
    ever_converted = np.bincount(position, labelled.converted) > 0
    shuffled = np.random.default_rng(seed).permutation(len(groups))
    order = shuffled[np.lexsort((n_rows[shuffled], ever_converted[shuffled]))]
    turn = np.arange(len(groups)) % (2 * n_folds)
    fold = np.empty(len(groups), dtype=np.int64)
    fold[order] = np.minimum(turn, 2 * n_folds - 1 - turn)
    return fold[position]
