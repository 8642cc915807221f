"""Three parts in order of time: training never uses the leads that validate or confirm."""

import numpy as np
import pytest
from fake_search import config, data

from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.learning.search.problem import split_for_search
from leadscore.model.learning.splitting import split
from leadscore.model.timestamps import DAY


def leads_of(labelled: LabelledSnapshots) -> set[int]:
    return set(labelled.snapshots.lead.tolist())


@pytest.mark.parametrize("way", ["time", "file_order", "random"])
def test_no_lead_is_in_two_parts(way: str) -> None:
    tables, labelled = data()
    parts = split_for_search(labelled, tables.leads, config(split=way).learning)
    learn, validate, refit, confirm = (
        leads_of(part) for part in (parts.learn, parts.validate, parts.refit, parts.confirm)
    )
    assert parts.kind == way
    assert not learn & validate
    assert not (learn | validate) & confirm
    assert learn | validate <= refit
    assert not refit & confirm
    assert len(confirm) == pytest.approx(300, abs=40)
    assert len(validate) == pytest.approx(300, abs=40)


def test_each_part_comes_later_and_after_a_gap() -> None:
    tables, labelled = data()
    created = tables.leads.created_at
    assert created is not None
    parts = split_for_search(labelled, tables.leads, config().learning)
    validate_from, confirm_from = (created[part.snapshots.lead].min() for part in (parts.validate, parts.confirm))
    assert created[parts.learn.snapshots.lead].max() < validate_from
    assert created[parts.validate.snapshots.lead].max() < confirm_from
    assert (parts.learn.snapshots.as_of + 30 * DAY).max() <= validate_from
    assert (parts.refit.snapshots.as_of + 30 * DAY).max() <= confirm_from
    assert not parts.without_gap


def test_a_gap_that_leaves_too_few_leads_is_given_up_and_that_is_reported() -> None:
    tables, labelled = data()
    parts = split_for_search(labelled, tables.leads, config(horizon_days=600).learning)
    assert parts.without_gap
    assert len(leads_of(parts.learn)) > 700


def test_a_cut_of_the_evaluation_by_hand_does_not_bind_the_parts() -> None:
    tables, labelled = data()
    by_hand = config(test_from="2026-12-01", train_until="2026-11-01", evaluation_share=0.5)
    one, other = (split_for_search(labelled, tables.leads, settings.learning) for settings in (config(), by_hand))
    assert leads_of(one.confirm) == leads_of(other.confirm)


def test_the_parts_of_a_random_split_are_other_leads_than_its_evaluation() -> None:
    tables, labelled = data(dated=False)
    learning = config().learning
    rest = labelled.take(split(labelled, tables.leads, learning).training)
    parts = split_for_search(rest, tables.leads, learning)
    assert parts.kind == "random"
    assert len(leads_of(parts.confirm)) == pytest.approx(0.2 * 1200, abs=40)
    assert len(leads_of(parts.validate)) == pytest.approx(0.2 * 1200, abs=40)


@pytest.mark.parametrize("n", [10, 120, 350])
def test_parts_of_too_few_leads_are_refused(n: int) -> None:
    tables, labelled = data(n)
    with pytest.raises(NotEnoughDataError, match=r"^A part has|^The split leaves") as refused:
        split_for_search(labelled, tables.leads, config().learning)
    assert refused.value.where == "the leads before the evaluation slice, in three parts"


def test_leads_of_one_group_stay_in_one_part() -> None:
    tables, labelled = data()
    group = -1 - np.random.default_rng(0).integers(0, 400, 1500)
    grouped = LabelledSnapshots(
        labelled.snapshots, labelled.converted, labelled.matured, labelled.age_days, None, group
    )
    parts = split_for_search(grouped, tables.leads, config(split="random").learning)
    seen = [set(group[list(leads_of(part))]) for part in (parts.learn, parts.validate, parts.confirm)]
    assert not seen[0] & seen[1]
    assert not (seen[0] | seen[1]) & seen[2]
