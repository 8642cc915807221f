"""Which leads an older model certainly did not learn from, by its card and the tables of today."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from matured_leads import START, grouped, matured, settings, undated

from leadscore.model.card import Card, card_as_dict, card_from_dict, filled
from leadscore.model.card.training_data import DataFingerprint, SplitFacts
from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting import Split, split, split_facts, unseen_by_model, unseen_by_twin
from leadscore.model.timestamps import DAY, iso


def until(labelled: LabelledSnapshots, leads: LeadTable, day: int) -> tuple[LabelledSnapshots, LeadTable]:
    """What was there at the end of a day: leads of the first days, and their labels that were known."""
    assert leads.created_at is not None
    end = START + day * DAY
    there = np.flatnonzero(leads.created_at <= end)
    known = (labelled.snapshots.as_of + 30 * DAY <= end) & np.isin(labelled.snapshots.lead, there)
    early = labelled.take(known)
    snapshots = replace(early.snapshots, lead=np.searchsorted(there, early.snapshots.lead))
    group = None if labelled.lead_group is None else _moved(labelled.lead_group, there)
    return replace(early, snapshots=snapshots, lead_group=group), leads.take(there)


def _moved(group: np.ndarray[Any, Any], there: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.where(group[there] < 0, group[there], np.arange(len(there)))


def facts_of(made: Split, labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> SplitFacts:
    """The facts as they come back from a card."""
    card = Card(split=split_facts(made, labelled, leads, learning))
    return filled(card_from_dict(card_as_dict(card)).split)


def ids_of(labelled: LabelledSnapshots, leads: LeadTable, rows: np.ndarray[Any, Any]) -> set[str]:
    return {leads.ids[lead] for lead in labelled.snapshots.lead[rows]}


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(["time", "random", "file_order"]),
    day=st.integers(200, 350),
    n_groups=st.one_of(st.none(), st.integers(150, 2000)),
    seed=st.integers(0, 1000),
)
def test_no_lead_and_no_group_of_the_twins_training_is_ever_called_unseen(
    kind: str, day: int, n_groups: int | None, seed: int
) -> None:
    labelled, leads = matured(1000, seed=seed)
    if n_groups:
        labelled = grouped(labelled, np.random.default_rng(seed).integers(-1000, n_groups, 1000))
    learning = settings(split=kind, seed=seed)
    then, leads_then = until(labelled, leads, day)
    made = split(then, leads_then, learning)
    unseen = unseen_by_twin(facts_of(made, then, leads_then, learning), labelled, leads)
    trained = ids_of(then, leads_then, made.training)
    assert not ids_of(labelled, leads, unseen) & trained
    known = [lead_id in trained for lead_id in leads.ids]
    assert not set(labelled.group[unseen]) & set(labelled.group[np.array(known)[labelled.snapshots.lead]])


@pytest.mark.parametrize("kind", ["time", "random", "file_order"])
def test_the_leads_a_twin_was_evaluated_on_are_unseen_by_it(kind: str) -> None:
    labelled, leads = matured(1000)
    learning = settings(split=kind)
    made = split(labelled, leads, learning)
    unseen = unseen_by_twin(facts_of(made, labelled, leads, learning), labelled, leads)
    assert unseen[made.evaluation].all()
    assert not unseen[made.training].any()


@pytest.mark.parametrize("kind", ["time", "random", "file_order"])
def test_leads_that_came_after_a_twin_was_trained_are_unseen_by_it(kind: str) -> None:
    labelled, leads = matured(1000)
    learning = settings(split=kind)
    then, leads_then = until(labelled, leads, 250)
    facts = facts_of(split(then, leads_then, learning), then, leads_then, learning)
    assert leads.created_at is not None
    new = leads.created_at[labelled.snapshots.lead] > START + 250 * DAY
    assert unseen_by_twin(facts, labelled, leads)[new].all()


def test_leads_of_the_gap_that_had_no_known_label_are_unseen_by_the_twin() -> None:
    labelled, leads = matured(1000)
    made = split(labelled, leads, settings())
    unseen = unseen_by_twin(facts_of(made, labelled, leads, settings()), labelled, leads)
    trained = np.isin(labelled.snapshots.lead, labelled.snapshots.lead[made.training])
    assert (unseen == ~trained).all()
    assert unseen.sum() > made.evaluation.sum()


def test_a_twin_without_a_gap_saw_everything_before_its_evaluation_slice() -> None:
    labelled, leads = matured(300, span_days=100)
    made = split(labelled, leads, settings(horizon_days=70))
    assert made.optimistic
    facts = facts_of(made, labelled, leads, settings(horizon_days=70))
    assert (unseen_by_twin(facts, labelled, leads) == made.evaluation).all()


def test_held_out_by_lot_is_held_out_in_every_table() -> None:
    labelled, leads = undated(500, n_converted=200)
    learning = settings(split="random", seed=3)
    facts = facts_of(split(labelled, leads, learning), labelled, leads, learning)
    more, grown = undated(2000, n_converted=800)
    other = split(more, grown, settings(split="random", seed=3))
    assert (unseen_by_twin(facts, more, grown) == other.evaluation).all()
    larger = split(more, grown, settings(split="random", seed=3, evaluation_share=0.4))
    assert larger.evaluation[other.evaluation].all()


def test_what_an_older_card_does_not_tell_counts_as_seen() -> None:
    labelled, leads = matured(500)
    for facts in (SplitFacts(kind="random"), SplitFacts(kind="file_order"), None):
        assert not unseen_by_twin(facts, labelled, leads).any()
    assert not unseen_by_model(Card(), labelled, leads).any()


def test_lots_drawn_for_groups_tell_nothing_once_groups_are_gone() -> None:
    labelled, leads = undated(500, n_converted=200)
    together, learning = grouped(labelled, np.arange(500) // 2), settings(split="random")
    by_group = facts_of(split(together, leads, learning), together, leads, learning)
    assert not unseen_by_twin(by_group, labelled, leads).any()
    by_lead = facts_of(split(labelled, leads, learning), labelled, leads, learning)
    unseen = unseen_by_twin(by_lead, together, leads)
    held_out = split(labelled, leads, learning).evaluation
    pairs = (held_out[0::2] & held_out[1::2]).repeat(2)
    assert (unseen == pairs).all()
    assert unseen.any()


def test_a_file_whose_rows_were_moved_is_no_longer_known_by_its_order() -> None:
    labelled, leads = undated(500, n_converted=200)
    learning = settings(split="file_order")
    facts = facts_of(split(labelled, leads, learning), labelled, leads, learning)
    assert unseen_by_twin(facts, labelled, leads).sum() == 100
    moved = leads.take(np.roll(np.arange(500), 1))
    assert not unseen_by_twin(facts, labelled, moved).any()
    late = leads.take(np.r_[0:400, 499, 400:499])
    assert unseen_by_twin(facts, labelled, late).sum() == 100


def card_of(kind: str, day: int, labelled: LabelledSnapshots, leads: LeadTable) -> Card:
    then, leads_then = until(labelled, leads, day)
    made = split(then, leads_then, settings(split=kind))
    return Card(
        horizon_days=30,
        trained_until=iso(START + day * DAY),
        data=data_of(leads_then),
        split=facts_of(made, then, leads_then, settings(split=kind)),
    )


def data_of(leads: LeadTable) -> DataFingerprint:
    return DataFingerprint({"leads": len(leads)}, first=None, last=None, columns={}, sha256="")


@pytest.mark.parametrize("kind", ["time", "random", "file_order"])
@pytest.mark.parametrize("n_groups", [None, 700])
def test_the_shipped_model_never_saw_leads_without_a_label_known_by_then(kind: str, n_groups: int | None) -> None:
    labelled, leads = matured(1000)
    if n_groups:
        labelled = grouped(labelled, np.random.default_rng(0).integers(-1000, n_groups, 1000))
    unseen = unseen_by_model(card_of(kind, 250, labelled, leads), labelled, leads)
    learned = labelled.snapshots.as_of + 30 * DAY <= START + 250 * DAY
    learned_groups = np.isin(labelled.group, labelled.group[learned])
    assert (unseen == ~learned_groups).all()
    assert 0.2 < unseen.mean() < 0.5


def test_without_dates_the_shipped_model_saw_everything_but_rows_added_below() -> None:
    labelled, leads = undated(500, n_converted=200)
    for kind, added in (("random", 0), ("file_order", 80)):
        learning = settings(split=kind)
        facts = facts_of(split(labelled, leads, learning), labelled, leads, learning)
        card = Card(horizon_days=30, data=data_of(leads), split=facts)
        more, grown = undated(580, n_converted=200)
        assert np.flatnonzero(unseen_by_model(card, more, grown)).tolist() == list(range(500, 500 + added))
        assert not unseen_by_model(card, labelled, leads).any()
