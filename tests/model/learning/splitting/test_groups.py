"""Leads of one group, as a company, are never both in training and in evaluation."""

from dataclasses import replace

import numpy as np
import pytest
from matured_leads import AGES, grouped, matured, settings, sides, undated

from leadscore.model.errors import NotEnoughDataError
from leadscore.model.learning.splitting import backtest_splits, split


@pytest.mark.parametrize("kind", ["time", "file_order", "random"])
def test_no_group_is_on_both_sides(kind: str) -> None:
    labelled, leads = matured(3000)
    together = grouped(labelled, np.random.default_rng(0).integers(-2000, 2000, 3000))
    training, evaluation = sides(together, split(together, leads, settings(split=kind)))
    assert not set(training.group) & set(evaluation.group)
    assert len(np.unique(evaluation.snapshots.lead)) > 200


@pytest.mark.parametrize("kind", ["time", "file_order"])
def test_late_leads_of_known_groups_are_left_out_and_counted(kind: str) -> None:
    labelled, leads = matured(1000)
    plain = split(labelled, leads, settings(split=kind))
    late = np.unique(labelled.snapshots.lead[plain.evaluation])
    known = np.unique(labelled.snapshots.lead[plain.training])[:30]
    group = np.full(1000, -1)
    group[known], group[late[:30]] = np.arange(30), np.arange(30)
    together = grouped(labelled, group)
    made = split(together, leads, settings(split=kind))
    assert (made.training == plain.training).all()
    assert made.left_out_leads == 30
    assert set(np.unique(labelled.snapshots.lead[made.evaluation])) == set(late[30:])


def test_leads_of_a_group_that_was_seen_only_in_the_gap_are_evaluated() -> None:
    labelled, leads = matured(2000)
    plain = split(labelled, leads, settings())
    outside = np.unique(labelled.snapshots.lead[~plain.training & ~plain.evaluation])
    in_gap = np.setdiff1d(outside, labelled.snapshots.lead[plain.training])[:10]
    late = np.unique(labelled.snapshots.lead[plain.evaluation])[:10]
    group = np.full(2000, -1)
    group[in_gap], group[late] = np.arange(10), np.arange(10)
    made = split(grouped(labelled, group), leads, settings())
    assert (made.evaluation == plain.evaluation).all()
    assert made.left_out_leads == 0


def test_a_group_stays_on_its_side_of_a_random_split_whichever_of_its_leads_there_are() -> None:
    labelled, leads = undated(1000, n_converted=400)
    group = np.arange(1000) // 2
    whole = split(grouped(labelled, group), leads, settings(split="random"))
    seconds = np.arange(1, 1000, 2)
    half = replace(grouped(labelled, group).take(seconds), snapshots=labelled.take(np.arange(500)).snapshots)
    own_table = replace(half, lead_group=-1 - group[seconds])
    alone = split(own_table, leads.take(seconds), settings(split="random"))
    assert (alone.evaluation == whole.evaluation[seconds]).all()


def test_leads_without_a_group_are_split_as_if_there_were_none() -> None:
    labelled, leads = matured(1000)
    for kind in ("time", "file_order", "random"):
        plain = split(labelled, leads, settings(split=kind))
        alone = split(grouped(labelled, np.full(1000, -1)), leads, settings(split=kind))
        assert (plain.training == alone.training).all()
        assert (plain.evaluation == alone.evaluation).all()


def test_lots_of_copies_are_their_own_and_one_whose_other_is_in_training_is_left_out() -> None:
    labelled, leads = undated(1000, n_converted=400)
    first_of_pair = np.arange(1000) // 2 * 2
    plain = split(labelled, leads, settings(split="random"))
    made = split(replace(labelled, lead_group=first_of_pair), leads, settings(split="random"))
    assert (made.training == plain.training).all()
    assert (made.evaluation == (plain.evaluation[0::2] & plain.evaluation[1::2]).repeat(2)).all()
    assert made.left_out_leads == (plain.evaluation & ~made.evaluation).sum() > 100


def test_groups_that_leave_nobody_to_judge_are_refused() -> None:
    labelled, leads = matured(1000)
    told = (
        r"^The split leaves \d+ converted and \d+ other leads to train on, 0 and 0 to evaluate; "
        r"200 more share a group with training\n(.|\n)*or group by a column with smaller groups$"
    )
    with pytest.raises(NotEnoughDataError, match=told):
        split(grouped(labelled, np.zeros(1000, int)), leads, settings())


def test_replays_leave_known_groups_out_too() -> None:
    labelled, leads = matured(4000)
    together = grouped(labelled, np.random.default_rng(0).integers(-3000, 1000, 4000))
    made = backtest_splits(together, leads, settings())
    assert len(made) == 2
    for past in made:
        training, evaluation = sides(together, past)
        assert not set(training.group) & set(evaluation.group)
        assert past.left_out_leads > 20


def test_a_lead_has_the_group_of_each_of_its_snapshots() -> None:
    labelled, _ = matured(10)
    group = grouped(labelled, np.array([0, 0, 1, 1, 2, 2, -1, -1, -1, -1])).group
    assert group.reshape(10, len(AGES))[:, 0].tolist() == [-1, -1, -2, -2, -3, -3, 6, 7, 8, 9]
    assert (labelled.group == labelled.snapshots.lead).all()
