"""Folds that never split a lead, or a group of leads."""

import numpy as np
from numpy.typing import NDArray

from leadscore.model.errors import NotEnoughDataError
from leadscore.model.tables.snapshots import LabelledSnapshots

Rows = NDArray[np.int64]


def lead_folds(labelled: LabelledSnapshots, *, n_folds: int, seed: int) -> list[tuple[Rows, Rows]]:
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


def _dealt(labelled: LabelledSnapshots, *, n_folds: int, seed: int) -> Rows:
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
