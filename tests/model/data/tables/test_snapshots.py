"""When leads are looked at, and which label each look has earned, to the microsecond."""

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots, label_snapshots, open_leads
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import DataError
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.timestamps import DAY, moment

START = moment("2025-01-01")


def tables_of(
    created: list[int] | None,
    outcomes: list[tuple[int, int, str]] | None = None,
    *,
    target: list[bool] | None = None,
    until: int | None = START + 400 * DAY,
) -> Tables:
    n = len(created) if created is not None else len(target or [])
    moments = None if created is None else np.array(created, dtype=np.int64)
    ended = pd.DataFrame(outcomes or [], columns=["lead", "occurred_at", "outcome"])
    return Tables(
        LeadTable(tuple(map(str, range(n))), {}, moments),
        EventLog.empty(n),
        ended.astype({"lead": "int64", "occurred_at": "int64"}),
        None if target is None else pd.Series(target, dtype=bool),
        pd.DataFrame(),
        pd.DataFrame(),
        {},
        until,
    )


def settings(**changes: Any) -> LearningSettings:
    return LearningSettings.model_validate({"horizon_days": 30, "snapshots_days": (0, 1, 3, 7, 14, 30), **changes})


def labels(tables: Tables, learning: LearningSettings) -> list[tuple[int, float, bool, bool]]:
    """Lead, age in days, converted and matured of every snapshot."""
    made = label_snapshots(tables, learning)
    rows = (made.snapshots.lead, made.age_days, made.converted, made.matured)
    return list(zip(*(values.tolist() for values in rows), strict=True))


def test_an_open_lead_is_looked_at_at_the_set_ages_and_every_thirty_days_after() -> None:
    tables = tables_of([START], until=START + 100 * DAY)
    assert [age for _, age, _, _ in labels(tables, settings())] == [0, 1, 3, 7, 14, 30, 60, 90]


def test_the_ages_are_as_configured() -> None:
    learning = settings(snapshots_days=(5, 2, 5), snapshots_every_days=10)
    assert [age for _, age, _, _ in labels(tables_of([START], until=START + 26 * DAY), learning)] == [2, 5, 15, 25]


def test_a_snapshot_lies_its_age_after_the_creation_to_the_microsecond() -> None:
    made = label_snapshots(tables_of([START + 123], until=START + 10 * DAY), settings())
    assert (made.snapshots.as_of - START - 123).tolist() == [0, DAY, 3 * DAY, 7 * DAY]


@pytest.mark.parametrize(("after_us", "converted"), [(1, True), (30 * DAY, True), (30 * DAY + 1, False)])
def test_a_conversion_counts_up_to_the_end_of_the_horizon(after_us: int, converted: bool) -> None:
    found = labels(tables_of([START], [(0, START + after_us, "converted")]), settings(snapshots_days=(0,)))
    assert found[0] == (0, 0.0, converted, True)


@pytest.mark.parametrize(("spare_us", "matured"), [(0, True), (-1, False), (1, True)])
def test_a_label_is_known_once_the_data_reach_the_end_of_the_horizon(spare_us: int, matured: bool) -> None:
    tables = tables_of([START], [(0, START + DAY // 2, "converted")], until=START + 30 * DAY + spare_us)
    assert labels(tables, settings()) == [(0, 0.0, matured, matured)]


@pytest.mark.parametrize("outcome", ["disqualified", "lost"])
def test_a_lead_that_ended_otherwise_did_not_convert(outcome: str) -> None:
    found = labels(tables_of([START], [(0, START + 2 * DAY, outcome)]), settings())
    assert found == [(0, 0.0, False, True), (0, 1.0, False, True)]


def test_an_open_and_silent_lead_is_not_lost_before_its_horizon_has_passed() -> None:
    found = labels(tables_of([START], until=START + 33 * DAY), settings())
    assert [(age, matured) for _, age, _, matured in found] == [
        (0, True), (1, True), (3, True), (7, False), (14, False), (30, False),
    ]  # fmt: skip
    assert not any(converted for _, _, converted, _ in found)


@pytest.mark.parametrize(("after_us", "ages"), [(-1, [0]), (0, [0]), (1, [0, 1])])
def test_a_lead_is_not_looked_at_at_the_moment_it_ended_or_after(after_us: int, ages: list[int]) -> None:
    found = labels(tables_of([START], [(0, START + DAY + after_us, "converted")]), settings())
    assert [age for _, age, _, _ in found] == ages


def test_a_lead_that_ended_as_it_came_in_has_no_snapshot() -> None:
    assert labels(tables_of([START], [(0, START, "converted")]), settings()) == []


def test_an_early_snapshot_of_a_late_conversion_is_not_converted() -> None:
    found = labels(tables_of([START], [(0, START + 40 * DAY, "converted")]), settings())
    assert [(age, converted) for _, age, converted, _ in found] == [
        (0, False), (1, False), (3, False), (7, False), (14, True), (30, True),
    ]  # fmt: skip


def test_leads_created_after_the_end_of_the_data_have_no_snapshot() -> None:
    assert labels(tables_of([START, START + DAY + 1], until=START + DAY), settings(snapshots_days=(0,))) == [
        (0, 0.0, False, False)
    ]


def test_leads_from_before_the_configured_start_are_left_out() -> None:
    found = labels(tables_of([START - 1, START, START + 1]), settings(snapshots_days=(0,), data_from="2025-01-01"))
    assert {lead for lead, _, _, _ in found} == {1, 2}


def test_a_start_after_all_leads_is_refused() -> None:
    with pytest.raises(DataError, match=r"No lead was created on or after 2030-01-01\n  where: learning.data_from\n"):
        label_snapshots(tables_of([START]), settings(data_from="2030-01-01"))


def test_a_flat_file_with_dates_has_one_snapshot_per_lead_at_creation() -> None:
    tables = tables_of([START, START + DAY, START + DAY + 1], target=[True, False, True], until=START + 31 * DAY)
    assert labels(tables, settings()) == [(0, 0.0, True, True), (1, 0.0, False, True), (2, 0.0, False, False)]


def test_a_flat_file_without_dates_has_one_snapshot_per_lead_and_all_are_matured() -> None:
    made = label_snapshots(tables_of(None, target=[True, False], until=None), settings())
    assert made.converted.tolist() == [True, False]
    assert made.matured.all()
    assert np.isnan(made.age_days).all()
    assert made.snapshots.as_of.tolist() == [0, 0]


def random_tables(seed: int) -> Tables:
    rng = np.random.default_rng(seed)
    created = START + rng.integers(0, 300 * DAY, 50)
    ended = rng.choice(50, 30, replace=False)
    kinds = rng.choice(["converted", "disqualified", "lost"], 30)
    outcomes = [
        (int(i), int(created[i] + rng.integers(0, 90 * DAY)), str(k)) for i, k in zip(ended, kinds, strict=True)
    ]
    return tables_of(created.tolist(), outcomes)


@pytest.mark.parametrize("seed", range(3))
def test_labels_are_those_of_the_rule_written_as_a_loop(seed: int) -> None:
    tables, learning = random_tables(seed), settings(snapshots_every_days=20)
    columns = (tables.outcomes[name].tolist() for name in ("lead", "occurred_at", "outcome"))
    ends = {lead: (ended_at, outcome) for lead, ended_at, outcome in zip(*columns, strict=True)}
    expected = []
    until = tables.data_until or 0
    for lead, created in enumerate(tables.leads.created_at if tables.leads.created_at is not None else []):
        for age in (0, 1, 3, 7, 14, *range(30, 400, 20)):
            as_of = int(created) + age * DAY
            ended_at, outcome = ends.get(lead, (None, None))
            if as_of <= until and (ended_at is None or ended_at > as_of):
                end = as_of + 30 * DAY
                won = end <= until and outcome == "converted" and ended_at is not None and ended_at <= end
                expected.append((lead, float(age), won, end <= until))
    assert labels(tables, learning) == expected


def test_the_kth_look_at_a_lead_weighs_one_over_k_however_the_lead_ends() -> None:
    silent, won = tables_of([START], []), tables_of([START], [(0, START + 4 * DAY, "converted")])
    both = [label_snapshots(tables, settings()) for tables in (silent, won)]
    assert len(both[1]) < len(both[0])
    for made in both:
        np.testing.assert_allclose(made.weights, 1 / np.arange(1, len(made) + 1))


def test_weighted_rates_at_an_age_are_those_of_the_leads_open_at_it() -> None:
    ends = [(lead, START + 2 * DAY, "converted") for lead in range(30)]
    made = label_snapshots(tables_of([START] * 100, ends), settings())
    at_creation = made.take(made.age_days == 0)
    assert np.average(at_creation.converted, weights=at_creation.weights) == pytest.approx(0.3)
    later = made.take(made.matured & (made.age_days >= 3))
    assert np.average(later.converted, weights=later.weights) == 0


def test_every_snapshot_belongs_to_the_group_of_its_lead() -> None:
    tables = tables_of([START] * 3, until=START + 2 * DAY)
    alone = label_snapshots(tables, settings())
    assert alone.group.tolist() == alone.snapshots.lead.tolist() == [0, 0, 1, 1, 2, 2]
    together = label_snapshots(replace(tables, lead_group=np.array([-7, 1, -7])), settings())
    assert together.group.tolist() == [-7, -7, 1, 1, -7, -7]
    assert together.take(together.age_days == 1).group.tolist() == [-7, 1, -7]


def test_a_flat_file_has_groups_too() -> None:
    for created in (None, [START] * 2):
        tables = replace(tables_of(created, target=[True, False]), lead_group=np.array([-7, -7]))
        assert label_snapshots(tables, settings()).group.tolist() == [-7, -7]


def test_the_memory_of_snapshots_is_that_of_the_looks_there_are() -> None:
    created = (START + np.linspace(0, 1800 * DAY, 20_000).astype(np.int64)).tolist()
    ends = [(lead, moment_created + DAY, "lost") for lead, moment_created in enumerate(created)]
    tables = tables_of(created, ends, until=START + 1800 * DAY)
    tracemalloc.start()
    made = label_snapshots(tables, settings())
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(made) < 20_001
    assert peak_bytes < 150 * 20_000  # a table of leads by the 65 ages would take 520 bytes a lead


def test_classes_are_counted_in_leads() -> None:
    made = label_snapshots(tables_of([START, START], [(0, START + 40 * DAY, "converted")]), settings())
    assert made.leads_of_class(converted=True) == 1
    assert made.leads_of_class(converted=False) == 2


def test_no_snapshots_have_no_weights() -> None:
    made = LabelledSnapshots(
        label_snapshots(tables_of([]), settings()).snapshots, *(np.zeros(0, bool),) * 2, np.zeros(0)
    )
    assert made.weights.tolist() == []


@pytest.mark.parametrize(
    ("as_of", "is_open"), [(START - 1, False), (START, True), (START + DAY - 1, True), (START + DAY, False)]
)
def test_a_lead_is_open_from_its_creation_up_to_its_outcome(as_of: int, is_open: bool) -> None:
    assert open_leads(tables_of([START], [(0, START + DAY, "lost")]), as_of).tolist() == [is_open]


def test_a_lead_without_dates_or_outcome_is_open() -> None:
    assert open_leads(tables_of(None, target=[True, False], until=None), 0).tolist() == [True, True]
