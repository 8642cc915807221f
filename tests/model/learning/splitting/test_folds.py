"""Folds hold every row out once, and never part of a lead or of a group."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matured_leads import grouped, matured, undated
from numpy.typing import NDArray

from leadscore.model.arrays import Integers
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.learning.splitting import lead_folds


def fold_of(labelled: LabelledSnapshots, *, n_folds: int = 5, seed: int = 0) -> Integers:
    """The fold that holds each row out; -1 where none or more than one does."""
    fold = np.full(len(labelled), -1)
    for number, (training, held_out) in enumerate(lead_folds(labelled, n_folds=n_folds, seed=seed)):
        assert sorted([*training, *held_out]) == list(range(len(labelled)))
        fold[held_out] = np.where(fold[held_out] == -1, number, -1)
    return fold


def split_groups(values: NDArray[Any], fold: Integers) -> int:
    """How many values occur in more than one fold."""
    return len(set(zip(values.tolist(), fold.tolist(), strict=True))) - len(set(values.tolist()))


def test_folds_hold_out_every_row_once_and_never_part_of_a_lead() -> None:
    labelled, _ = matured(200)
    fold = fold_of(labelled)
    assert set(fold) == set(range(5))
    assert split_groups(labelled.snapshots.lead, fold) == 0


@pytest.mark.parametrize("n_folds", [3, 5])
def test_folds_share_leads_and_conversions_evenly(n_folds: int) -> None:
    labelled, _ = undated(1003, n_converted=77)
    fold = fold_of(labelled, n_folds=n_folds)
    for converted, n in ((True, 77), (False, 926)):
        counts = np.bincount(fold[labelled.converted == converted])
        assert len(counts) == n_folds
        assert np.abs(counts - n / n_folds).max() < 2


def test_leads_with_many_snapshots_are_shared_evenly_too() -> None:
    labelled, _ = matured(400)
    rows = labelled.take((labelled.age_days == 0) | (labelled.snapshots.lead < 100))
    counts = np.bincount(fold_of(rows))
    assert counts.max() - counts.min() <= 2 * 3  # of each class, one lead of three snapshots at most


def test_the_folds_depend_on_the_seed_alone() -> None:
    labelled, _ = matured(200)
    assert (fold_of(labelled, seed=1) == fold_of(labelled, seed=1)).all()
    assert (fold_of(labelled, seed=1) != fold_of(labelled, seed=2)).any()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(10, 100), st.integers(2, 6))
def test_no_group_is_ever_split(seed: int, n_groups: int, n_folds: int) -> None:
    labelled, _ = matured(300, rate=0.5, seed=seed)
    together = grouped(labelled, np.random.default_rng(seed).integers(-5, n_groups, 300))
    fold = fold_of(together, n_folds=n_folds, seed=seed)
    assert split_groups(together.group, fold) == 0
    assert set(fold) == set(range(n_folds))


def test_groups_are_not_split_where_their_leads_lie_apart() -> None:
    labelled, _ = undated(300, n_converted=100)
    apart = grouped(labelled, np.arange(300) % 60)
    assert split_groups(apart.group, fold_of(apart)) == 0
    assert split_groups(apart.group, fold_of(labelled)) > 0


def test_one_giant_group_is_in_one_fold_and_the_others_still_hold_both_classes() -> None:
    labelled, _ = undated(300, n_converted=100)
    giant = grouped(labelled, np.where(np.arange(300) < 200, 0, -1))
    fold = fold_of(giant)
    assert len(set(fold[:200])) == 1
    assert all(0 < labelled.converted[fold == number].sum() < (fold == number).sum() for number in range(5))


def test_conversions_of_too_few_groups_are_refused() -> None:
    labelled, _ = undated(300, n_converted=100)
    four = grouped(labelled, np.where(labelled.converted, np.arange(300) % 4, -1))
    told = (
        "^Too few separate groups of leads converted, or did not, to learn in 5 parts\n  where: matured leads\n"
        "  what to do: add older leads, or set `group` on a column with smaller groups$"
    )
    with pytest.raises(NotEnoughDataError, match=told):
        lead_folds(four, n_folds=5, seed=0)
