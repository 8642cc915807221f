"""The analyst's point rules, counted as one would have counted them at each snapshot."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from activity import draw_activity, log_of

from leadscore.model.config import Config, PointRule, parse_config
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.expressions.parsing import parse
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.learning.baselines.point_rules import check_point_rules, point_rules_probability, points
from leadscore.model.timestamps import DAY, NEVER, moment

START = moment("2025-01-01")
N = 6
CREATED = START + np.arange(N) * DAY


def words(*values: str | None) -> Any:
    return np.array([*values, None], dtype=object)[:-1]


COLUMNS = {
    "budget": np.array([10.0, 20.0, np.nan, 40.0, 50.0, 60.0]),
    "country": words("Peru", "peru ", None, "Chile", "Peru", "Chile"),
    "visited": np.array([START - DAY, START + 3 * DAY, NEVER, START, START + 100 * DAY, START]),
    "stage": words("won", None, "won", "won", None, "won"),
}


def config(**columns: dict[str, Any]) -> Config:
    roles: dict[str, Any] = {
        "budget": {"role": "numeric"},
        "country": {"role": "category"},
        "visited": {"role": "date"},
        "stage": {"role": "category"},
        "notes": {"role": "free_text"},
        "hidden": {"role": "category", "ignore": True},
    }
    raw = {
        "leads": {"path": "leads.csv", "id": "id", "created_at": "created_at"},
        "events": {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "type"},
        "outcomes": {"path": "outcomes.csv", "lead_id": "id", "occurred_at": "at"},
        "columns": {name: {**role, **columns.get(name, {})} for name, role in roles.items()},
    }
    return parse_config(raw, folder=Path())


def tables_of(leads: LeadTable, events: EventLog) -> Tables:
    return Tables(leads, events, pd.DataFrame(), None, pd.DataFrame(), pd.DataFrame(), {}, START + 400 * DAY)


def tables(events: Sequence[tuple[int, int, str]] = (), *, dated: bool = True) -> Tables:
    leads = LeadTable(tuple(map(str, range(N))), COLUMNS, CREATED if dated else None)
    frame = pd.DataFrame(events, columns=["lead", "occurred_at", "type"]).assign(value=np.nan, page=None)
    return tables_of(leads, log_of(frame, n_leads=N) if events else EventLog.empty(N))


def when(expression: str, points: float = 1.0) -> PointRule:
    return PointRule(points=points, when=parse(expression))


def counted(rules: list[PointRule], data: Tables, settings: Config, *, age_days: int = 5) -> list[float]:
    snapshots = Snapshots(np.arange(N), CREATED + age_days * DAY)
    return list(points(rules, data, snapshots, settings))


def test_points_of_all_rules_that_hold_are_added() -> None:
    rules = [when("country = 'Peru'", 5), when("budget >= 40", 10.5), when("budget is missing", -3)]
    assert counted(rules, tables(), config()) == [5, 5, -3, 10.5, 15.5, 10.5]


def test_without_rules_there_are_no_points() -> None:
    assert counted([], tables(), config()) == [0] * N


def test_only_events_before_the_snapshot_count() -> None:
    at = CREATED[0] + 5 * DAY
    data = tables([(0, at - 1, "call"), (0, at - 2, "call"), (0, at, "call"), (1, at, "mail"), (3, CREATED[3], "mail")])
    rules = [
        PointRule(points=1, event="call"),
        PointRule(points=10, event="call", at_least=2),
        PointRule(points=100, event="call", at_least=3),
        PointRule(points=1000, event="mail"),
    ]
    assert counted(rules, data, config()) == [11, 1000, 0, 1000, 0, 0]


@pytest.mark.parametrize(("age_days", "expected"), [(2, [0] * N), (3, [1, 1, 0, 0, 1, 0])])
def test_a_column_counts_from_the_day_it_is_known(age_days: int, expected: list[float]) -> None:
    settings = config(country={"known_after": 3})
    assert counted([when("country = 'Peru'")], tables(), settings, age_days=age_days) == expected


def test_a_column_counts_from_the_date_it_is_known() -> None:
    settings = config(country={"known_after": "visited"})
    assert counted([when("country is known")], tables(), settings) == [1, 1, 0, 1, 0, 1]


def test_a_date_that_lies_ahead_counts_as_missing() -> None:
    assert counted([when("visited is known")], tables(), config()) == [1, 1, 0, 1, 0, 1]
    assert counted([when("visited < '2030-01-01'")], tables(), config(), age_days=0) == [1, 0, 0, 1, 0, 1]


def test_in_data_without_dates_nothing_lies_ahead() -> None:
    snapshots = Snapshots(np.arange(N), np.zeros(N, dtype=np.int64))
    found = points([when("visited is known")], tables(dated=False), snapshots, config())
    assert found.tolist() == [1, 1, 0, 1, 1, 1]


def test_a_column_that_was_left_out_as_a_leak_counts_as_missing() -> None:
    rules = [when("stage = 'won'", 7), when("stage is missing")]
    assert counted(rules, tables(), config()) == [7, 1, 7, 7, 1, 7]
    assert counted(rules, tables(), config(stage={"ignore": True})) == [1] * N


def test_counting_agrees_with_looking_at_one_snapshot_at_a_time() -> None:
    drawn = draw_activity(3)
    raw = {
        "leads": {"path": "a", "id": "id", "created_at": "c"},
        "events": {"path": "b", "lead_id": "id", "occurred_at": "at", "type": "type"},
        "outcomes": {"path": "c", "lead_id": "id", "occurred_at": "at"},
        "columns": {
            "budget": {"role": "numeric", "known_after": 1},
            "rating": {"role": "numeric", "known_after": "rated_at"},
            "industry": {"role": "category"},
        },
    }
    rules = [
        when("budget > 100", 1),
        when("rating < 0 or industry in ('Finance')", 10),
        PointRule(points=100, event="demo", at_least=3),
    ]
    data = tables_of(drawn.leads, drawn.log)
    leads, events = drawn.leads, drawn.events.drop_duplicates()
    assert leads.created_at is not None
    expected = []
    for lead, as_of in zip(drawn.snapshots.lead, drawn.snapshots.as_of, strict=True):
        budget, rating, rated_at = (leads.columns[name][lead] for name in ("budget", "rating", "rated_at"))
        demos = events[(events["lead"] == lead) & (events["occurred_at"] < as_of) & (events["type"] == "demo")]
        rated = rated_at != NEVER and rated_at < as_of and rating < 0
        expected.append(
            1.0 * (as_of - leads.created_at[lead] >= DAY and budget > 100)
            + 10 * (rated or leads.columns["industry"][lead] == "Finance")
            + 100 * (len(demos) >= 3)
        )
    assert points(rules, data, drawn.snapshots, parse_config(raw, folder=Path())).tolist() == expected
    assert len(set(expected)) == 8


@pytest.mark.parametrize(
    ("rule", "told", "where", "remedy"),
    [
        (when("contry = 'x'"), r"^There is no column `contry`", "contry =", "did you mean `country`?"),
        (when("country > 5"), r"`>` needs an order", "country > 5", "use ="),
        (
            when("notes contains 'x'"),
            r"`notes` is not read, because its role is free_text",
            "column `notes`",
            "numeric",
        ),
        (when("hidden = 'x'"), r"`hidden` is not read, because it is ignored", "column `hidden`", "remove `ignore`"),
        (PointRule(points=1, event="cal"), r"^There is no event `cal`", "event = 'cal'", "did you mean `call`?"),
    ],
)
def test_a_rule_that_cannot_be_counted_is_named(rule: PointRule, told: str, where: str, remedy: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        check_point_rules([when("budget > 1"), rule], tables([(0, START, "call")]), config())
    assert refused.value.where.startswith("`point_rules` number 2, ")
    assert where in refused.value.where
    assert remedy in refused.value.remedy


def drawn_leads(slope: float, n: int = 4000) -> tuple[Tables, LabelledSnapshots, LabelledSnapshots]:
    """Leads whose log-odds are ``slope`` times a budget of 0 to 9, minus one; a half to learn from, a half held out."""
    rng = np.random.default_rng(0)
    budget = rng.integers(0, 10, n).astype(float)
    converted = rng.random(n) < 1 / (1 + np.exp(1 - slope * budget))
    leads = LeadTable(tuple(map(str, range(n))), {"budget": budget})
    snapshots = Snapshots(np.arange(n), np.zeros(n, dtype=np.int64))
    labelled = LabelledSnapshots(snapshots, converted, np.ones(n, bool), np.full(n, np.nan))
    first = np.arange(n) < n // 2
    return tables_of(leads, EventLog.empty(n)), labelled.take(first), labelled.take(~first)


@pytest.mark.parametrize("each", [1e-3, 1, 1e6])
def test_points_become_the_probability_they_stand_for(each: float) -> None:
    data, training, held_out = drawn_leads(0.3)
    rules = [when(f"budget >= {value}", each) for value in range(1, 10)]
    found = point_rules_probability(rules, data, training, held_out, config())
    truth = 1 / (1 + np.exp(1 - 0.3 * data.leads.columns["budget"][held_out.snapshots.lead]))
    np.testing.assert_allclose(found, truth, atol=0.04)


def test_rules_that_rank_backwards_are_worth_the_base_rate() -> None:
    data, training, held_out = drawn_leads(-0.3)
    found = point_rules_probability([when("budget >= 5", 10)], data, training, held_out, config())
    np.testing.assert_allclose(found, training.converted.mean(), atol=1e-6)


def test_rules_that_never_hold_are_worth_the_base_rate() -> None:
    data, training, held_out = drawn_leads(0.3)
    found = point_rules_probability([when("budget > 99", 10)], data, training, held_out, config())
    np.testing.assert_allclose(found, training.converted.mean(), atol=1e-6)


def test_what_became_of_held_out_leads_has_no_effect() -> None:
    data, training, held_out = drawn_leads(0.3)
    other = replace(held_out, converted=~held_out.converted)
    rules = [when("budget >= 5", 10)]
    one, two = (point_rules_probability(rules, data, training, side, config()) for side in (held_out, other))
    assert one.tolist() == two.tolist()
