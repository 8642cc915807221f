"""Nothing of the evaluation slice, and nothing it could know, is in training."""

from typing import Any

import numpy as np
import pytest

from leadscore.model.config import LearningSettings
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.learning.splitting import Split, lead_folds, require_both_classes, split
from leadscore.model.moments import DAY, iso, moment
from leadscore.model.tables.snapshots import LabelledSnapshots

START = moment("2025-01-01")
AGES = (0, 7, 30)


def matured(n: int, *, span_days: int = 400, rate: float = 0.3, seed: int = 0) -> tuple[LabelledSnapshots, LeadTable]:
    """Leads spread over some days, three snapshots each, in no order of time."""
    rng = np.random.default_rng(seed)
    created = START + rng.permutation(np.linspace(0, span_days * DAY, n).astype(np.int64))
    lead, age = np.repeat(np.arange(n), len(AGES)), np.tile(np.array(AGES), n)
    converted = np.repeat(rng.random(n) < rate, len(AGES))
    snapshots = Snapshots(lead, created[lead] + age * DAY)
    labelled = LabelledSnapshots(snapshots, converted, np.ones(len(lead), bool), age.astype(float))
    return labelled, LeadTable(tuple(map(str, range(n))), {}, created)


def undated(n: int, *, n_converted: int) -> tuple[LabelledSnapshots, LeadTable]:
    converted = np.random.default_rng(0).permutation(np.arange(n) < n_converted)
    labelled = LabelledSnapshots(
        Snapshots(np.arange(n), np.zeros(n, int)), converted, np.ones(n, bool), np.full(n, np.nan)
    )
    return labelled, LeadTable(tuple(map(str, range(n))), {})


def settings(**changes: Any) -> LearningSettings:
    return LearningSettings.model_validate({"horizon_days": 30, **changes})


def sides(labelled: LabelledSnapshots, made: Split) -> tuple[LabelledSnapshots, LabelledSnapshots]:
    return labelled.take(made.training), labelled.take(made.evaluation)


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


def test_a_random_split_keeps_the_rate_and_depends_on_the_seed_alone() -> None:
    labelled, leads = undated(500, n_converted=50)
    made = split(labelled, leads, settings(split="random", seed=1))
    assert labelled.converted[made.evaluation].sum() == 10
    assert made.evaluation.sum() == 100
    again = split(labelled, leads, settings(split="random", seed=1))
    other = split(labelled, leads, settings(split="random", seed=2))
    assert (made.evaluation == again.evaluation).all()
    assert (made.evaluation != other.evaluation).any()


def test_folds_hold_out_every_row_once_and_never_part_of_a_lead() -> None:
    labelled, _ = matured(200)
    folds = lead_folds(labelled, n_folds=5, seed=0)
    assert sorted(np.concatenate([held_out for _, held_out in folds]).tolist()) == list(range(len(labelled)))
    for training, held_out in folds:
        assert not set(labelled.snapshots.lead[training]) & set(labelled.snapshots.lead[held_out])
        assert 0.15 < len(held_out) / len(labelled) < 0.25
        assert labelled.converted[held_out].any()


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"test_from": "2030-01-01"}, r"\d+ converted and \d+ other leads to train on, 0 and 0 to evaluate"),
        ({"test_from": "2020-01-01"}, r"0 converted and 0 other leads to train on, \d+ and \d+ to evaluate"),
        ({"train_until": "2025-01-01"}, r"0 converted and 0 other leads to train on, \d+ and \d+ to evaluate"),
        ({"split": "random", "evaluation_share": 0.001}, r"\d+ converted and \d+ other leads to train on, 0 and 0 to"),
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


@pytest.mark.parametrize(("n_converted", "n"), [(39, 500), (0, 500), (461, 500)])
def test_fewer_than_forty_leads_of_either_class_are_refused(n_converted: int, n: int) -> None:
    labelled, _ = undated(n, n_converted=n_converted)
    told = (
        f"^{n_converted} leads converted within the horizon and {n - n_converted} did not; "
        "training needs at least 40 of each\n  where: matured leads\n  what to do: add older leads, "
        r"shorten learning.horizon_days, or check which outcomes count as converted$"
    )
    with pytest.raises(NotEnoughDataError, match=told):
        require_both_classes(labelled)


@pytest.mark.parametrize("n_converted", [40, 460])
def test_forty_leads_of_either_class_are_enough(n_converted: int) -> None:
    require_both_classes(undated(500, n_converted=n_converted)[0])
