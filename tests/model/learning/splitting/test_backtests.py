"""Backtest folds: each forward in time, with the gap that was due then, and evaluated on the leads that came next."""

from itertools import pairwise

import numpy as np
import pytest
from matured_leads import matured, settings, sides, undated

from leadscore.model.learning.splitting import backtest_splits, split
from leadscore.model.timestamps import DAY, moment


@pytest.mark.parametrize("horizon_days", [1, 30, 60])
def test_at_each_backtest_fold_only_what_was_known_then_is_learned_from(horizon_days: int) -> None:
    labelled, leads = matured(3000)
    made = backtest_splits(labelled, leads, settings(horizon_days=horizon_days))
    assert leads.created_at is not None
    assert len(made) == 2
    for past in made:
        backtest_fold = moment(past.test_from or "")
        training, evaluation = sides(labelled, past)
        assert (training.snapshots.as_of + horizon_days * DAY <= backtest_fold).all()
        created = leads.created_at[evaluation.snapshots.lead]
        assert (created >= backtest_fold).all()
        assert (created < moment(past.test_until or "")).all()
        assert past.train_until == past.test_from
        assert not past.optimistic


def test_training_holds_every_label_known_by_the_backtest_fold() -> None:
    labelled, leads = matured(3000)
    for past in backtest_splits(labelled, leads, settings()):
        known = labelled.snapshots.as_of + 30 * DAY <= moment(past.test_from or "")
        assert (past.training == known).all()


@pytest.mark.parametrize("n_replays", [1, 2, 3])
def test_backtest_folds_lie_one_evaluation_share_apart_and_meet_the_evaluation_slice(n_replays: int) -> None:
    labelled, leads = matured(3000)
    learning = settings(backtest_folds=n_replays)
    made = [*backtest_splits(labelled, leads, learning), split(labelled, leads, learning)]
    assert len(made) == n_replays + 1
    assert all(before.test_until == after.test_from for before, after in pairwise(made))
    evaluation_set = [np.unique(labelled.snapshots.lead[past.evaluation]) for past in made]
    assert [len(leads_judged) for leads_judged in evaluation_set] == [600] * (n_replays + 1)
    assert len(np.unique(np.concatenate(evaluation_set))) == 600 * (n_replays + 1)


def test_backtest_folds_go_back_from_the_start_of_evaluation_that_was_set_by_hand() -> None:
    labelled, leads = matured(3000)
    made = backtest_splits(labelled, leads, settings(test_from="2025-11-01"))
    assert [past.test_until for past in made] == [made[1].test_from, "2025-11-01T00:00:00Z"]
    assert [len(np.unique(labelled.snapshots.lead[past.evaluation])) for past in made] == [600, 600]


def test_in_file_order_each_chunk_is_evaluated_by_what_comes_before_it() -> None:
    labelled, leads = undated(1000, n_converted=300)
    made = backtest_splits(labelled, leads, settings(split="file_order", backtest_folds=3))
    assert [np.flatnonzero(past.evaluation)[[0, -1]].tolist() for past in made] == [[200, 399], [400, 599], [600, 799]]
    assert [np.flatnonzero(past.training)[[0, -1]].tolist() for past in made] == [[0, 199], [0, 399], [0, 599]]
    assert {past.train_until for past in made} == {None}


@pytest.mark.parametrize("kind", ["random", "time"])
def test_leads_without_order_are_not_replayed(kind: str) -> None:
    labelled, leads = undated(1000, n_converted=300)
    assert backtest_splits(labelled, leads, settings(split=kind)) == ()


@pytest.mark.parametrize(
    ("n", "rate", "kept"),
    [(3000, 0.3, 3), (600, 0.3, 2), (600, 0.12, 0), (3000, 0.95, 2)],
    ids=["enough", "too few to learn from at first", "too few converted", "too few others at first"],
)
def test_backtest_folds_with_too_few_leads_of_a_class_are_left_out(n: int, rate: float, kept: int) -> None:
    labelled, leads = matured(n, rate=rate)
    made = backtest_splits(labelled, leads, settings(backtest_folds=3))
    assert len(made) == kept
    assert [past.test_from for past in made] == sorted(past.test_from or "" for past in made)
    for past in made:
        training, evaluation = sides(labelled, past)
        assert min(training.leads_of_class(converted=c) for c in (True, False)) >= 40
        assert min(evaluation.leads_of_class(converted=c) for c in (True, False)) >= 20


def test_backtest_folds_before_the_first_lead_are_none() -> None:
    labelled, leads = matured(3000)
    assert backtest_splits(labelled, leads, settings(evaluation_share=0.6)) == ()
    assert backtest_splits(labelled, leads, settings(backtest_folds=0)) == ()
    assert len(backtest_splits(labelled, leads, settings(backtest_folds=10))) == 3


def test_leads_that_all_came_in_one_moment_are_not_replayed() -> None:
    labelled, leads = matured(1000, span_days=0)
    assert backtest_splits(labelled, leads, settings()) == ()
