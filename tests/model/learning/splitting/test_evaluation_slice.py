"""Nothing of the evaluation slice, and nothing it could know, is in training."""

from typing import Any

import numpy as np
import pytest
from matured_leads import matured, settings, sides, undated

from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.learning.splitting import split
from leadscore.model.timestamps import DAY, iso, moment


@pytest.mark.parametrize("kind", ["time", "file_order", "random"])
@pytest.mark.parametrize("n", [300, 2000])
def test_no_lead_is_on_both_sides(kind: str, n: int) -> None:
    labelled, leads = matured(n)
    training, evaluation = sides(labelled, split(labelled, leads, settings(split=kind)))
    assert not set(training.snapshots.lead) & set(evaluation.snapshots.lead)
    assert len(evaluation) > 0


@pytest.mark.parametrize("horizon_days", [1, 30, 60])
def test_every_training_label_was_known_before_the_first_evaluated_lead_came_in(horizon_days: int) -> None:
    labelled, leads = matured(2000)
    made = split(labelled, leads, settings(horizon_days=horizon_days))
    training, evaluation = sides(labelled, made)
    test_from = moment(made.test_from or "")
    assert leads.created_at is not None
    assert (leads.created_at[evaluation.snapshots.lead] >= test_from).all()
    assert (training.snapshots.as_of + horizon_days * DAY <= test_from).all()
    assert (made.train_until, made.optimistic) == (made.test_from, False)


def test_a_fifth_of_the_leads_the_latest_ones_are_evaluated() -> None:
    labelled, leads = matured(2000)
    _, evaluation = sides(labelled, split(labelled, leads, settings()))
    assert leads.created_at is not None
    latest = set(np.argsort(leads.created_at)[-400:].tolist())
    assert set(evaluation.snapshots.lead.tolist()) == latest


def test_the_share_of_evaluated_leads_is_as_configured() -> None:
    labelled, leads = matured(2000)
    _, evaluation = sides(labelled, split(labelled, leads, settings(evaluation_share=0.5)))
    assert len(np.unique(evaluation.snapshots.lead)) == 1000


def test_without_enough_leads_the_gap_is_given_up_and_that_is_said() -> None:
    labelled, leads = matured(300, span_days=100)
    made = split(labelled, leads, settings(horizon_days=70))
    training, _ = sides(labelled, made)
    assert made.optimistic
    test_from = moment(made.test_from or "")
    assert (training.snapshots.as_of < test_from).all()
    assert (training.snapshots.as_of + 70 * DAY > test_from).any()
    assert made.train_until == iso(test_from + 70 * DAY)


def test_both_ends_can_be_set_by_hand() -> None:
    labelled, leads = matured(2000)
    made = split(labelled, leads, settings(train_until="2025-07-01", test_from="2025-09-01"))
    training, evaluation = sides(labelled, made)
    assert leads.created_at is not None
    assert (training.snapshots.as_of + 30 * DAY <= moment("2025-07-01")).all()
    assert leads.created_at[evaluation.snapshots.lead].min() >= moment("2025-09-01")
    assert (made.train_until, made.test_from) == ("2025-07-01T00:00:00Z", "2025-09-01T00:00:00Z")
    assert not made.optimistic


def test_an_end_of_training_set_by_hand_after_the_start_of_evaluation_is_optimistic() -> None:
    labelled, leads = matured(2000)
    assert split(labelled, leads, settings(train_until="2025-10-01", test_from="2025-09-01")).optimistic


def test_an_end_of_training_set_by_hand_is_kept_even_where_few_leads_are_left() -> None:
    labelled, leads = matured(2000)
    made = split(labelled, leads, settings(train_until="2025-02-10", test_from="2025-09-01"))
    training, _ = sides(labelled, made)
    assert 10 <= training.leads_of_class(converted=True) < 40
    assert not made.optimistic


def test_file_order_evaluates_the_last_leads_of_the_file() -> None:
    labelled, leads = undated(500, n_converted=200)
    made = split(labelled, leads, settings(split="file_order"))
    assert np.flatnonzero(made.evaluation).tolist() == list(range(400, 500))
    assert (made.kind, made.train_until, made.test_from) == ("file_order", None, None)


def test_leads_without_dates_are_split_at_random_when_time_is_asked_for() -> None:
    labelled, leads = undated(500, n_converted=200)
    assert split(labelled, leads, settings(split="time")).kind == "random"


def test_a_random_split_holds_out_about_the_share_and_depends_on_the_seed_alone() -> None:
    labelled, leads = undated(5000, n_converted=500)
    made = split(labelled, leads, settings(split="random", seed=1))
    assert made.evaluation.mean() == pytest.approx(0.2, abs=3 * 0.4 / 5000**0.5)
    assert labelled.converted[made.evaluation].mean() == pytest.approx(0.1, abs=3 * 0.3 / 1000**0.5)
    again = split(labelled, leads, settings(split="random", seed=1))
    other = split(labelled, leads, settings(split="random", seed=2))
    assert (made.evaluation == again.evaluation).all()
    assert (made.evaluation & other.evaluation).mean() == pytest.approx(0.04, abs=0.01)


def test_a_lead_stays_on_its_side_of_a_random_split_when_the_file_grows_and_is_sorted_anew() -> None:
    labelled, leads = undated(500, n_converted=200)
    more, grown = undated(900, n_converted=400)
    shuffled = np.random.default_rng(1).permutation(900)
    sorted_anew = grown.take(shuffled)
    before = split(labelled, leads, settings(split="random"))
    after = split(more, sorted_anew, settings(split="random"))
    held_out = {lead_id for lead_id, out in zip(sorted_anew.ids, after.evaluation, strict=True) if out}
    assert {lead_id for lead_id, out in zip(leads.ids, before.evaluation, strict=True) if out} == {
        lead_id for lead_id in held_out if int(lead_id) < 500
    }


@pytest.mark.parametrize("kind", ["file_order", "random"])
def test_a_dated_split_says_by_when_every_training_label_was_known(kind: str) -> None:
    labelled, leads = matured(500)
    made = split(labelled, leads, settings(split=kind))
    assert made.train_until == iso(int(labelled.snapshots.as_of[made.training].max()) + 30 * DAY)
    assert made.test_from is None


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"test_from": "2030-01-01"}, r"\d+ converted and \d+ other leads to train on, 0 and 0 to evaluate"),
        ({"test_from": "2020-01-01"}, r"0 converted and 0 other leads to train on, \d+ and \d+ to evaluate"),
        ({"train_until": "2025-01-01"}, r"0 converted and 0 other leads to train on, \d+ and \d+ to evaluate"),
        ({"split": "random", "evaluation_share": 0.001}, r"\d+ converted and \d+ other leads to train on, 0 and \d to"),
    ],
)
def test_a_split_that_leaves_a_side_empty_is_refused(changes: dict[str, Any], counts: str) -> None:
    labelled, leads = matured(300)
    with pytest.raises(NotEnoughDataError, match=rf"^The split leaves {counts}") as refused:
        split(labelled, leads, settings(**changes))
    assert refused.value.where == f"learning.split = {changes.get('split', 'time')!r}"
    assert refused.value.remedy == (
        "set learning.test_from or learning.evaluation_share so that both sides see both outcomes"
    )


def test_a_training_side_with_fewer_than_ten_conversions_is_refused() -> None:
    labelled, leads = undated(500, n_converted=50)
    early = np.argsort(labelled.converted, kind="stable")
    last = LabelledSnapshots(labelled.snapshots, labelled.converted[early], labelled.matured, labelled.age_days)
    with pytest.raises(
        NotEnoughDataError, match="The split leaves 0 converted and 400 other leads to train on, 50 and 50"
    ):
        split(last, leads, settings(split="file_order"))
