"""Categories with an order, and kinds of events with a sign: how they are coded, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leadscore.model.config import ColumnSettings, EventTypeSettings, parse_config
from leadscore.model.errors import ConfigError
from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.features.spec_learning import edited_signs, learn_spec
from leadscore.model.timestamps import DAY, moment

N = 60
START = moment("2024-01-01")
TIMELINE = np.array(["none", "later", "now", "whenever", None, "now"] * (N // 6), dtype=object)
ORDER = ("none", "later", "now")
ORDERED = ColumnSettings(role="category", order=ORDER, monotone="increasing")


def leads() -> LeadTable:
    return LeadTable(tuple(map(str, range(N))), {"timeline": TIMELINE}, np.full(N, START))


def looks() -> Snapshots:
    return Snapshots(np.arange(N), np.full(N, START + 10 * DAY))


def ordered() -> FeatureSpec:
    return learn_spec(leads(), EventLog.empty(N), looks(), {"timeline": ORDERED})


def test_an_ordered_category_is_coded_by_rank_and_any_other_value_is_not_known() -> None:
    spec = ordered()
    (column,) = feature_matrix(spec, leads(), EventLog.empty(N), looks()).T
    np.testing.assert_array_equal(column[:6], [0.0, 1.0, 2.0, np.nan, np.nan, 2.0])
    assert (spec.features[0].levels, spec.features[0].rare, spec.features[0].monotone) == (ORDER, (), 1)


def test_learners_see_an_ordered_category_as_a_number_and_readers_as_values() -> None:
    spec = ordered()
    assert (spec.categorical, spec.code_counts, spec.encoded_counts) == ([], [0], [0])
    assert spec.features[0].categorical
    assert spec.columns[0].levels == ORDER


def log_of(events: list[tuple[int, int, str]]) -> EventLog:
    lead, occurred_at, kinds = (np.array(values) for values in zip(*sorted(events), strict=True))
    rows = EventRows(occurred_at, Coded.of(kinds.astype(object)), np.full(len(lead), np.nan))
    return EventLog.build(lead, rows, n_leads=N)


def visits() -> EventLog:
    """Two kinds of events; every lead has a visit for each day of its number, and the first half a demo."""
    rng = np.random.default_rng(0)
    events = [(lead, START + int(day) * DAY, "visit") for lead in range(N) for day in rng.integers(0, 9, lead % 4)]
    events += [(lead, START + DAY, "demo") for lead in range(N // 2)]
    return log_of(events)


def only_demos() -> EventLog:
    return log_of([(lead, START + DAY, "demo") for lead in range(N // 2)])


SIGNED = {"demo": EventTypeSettings(monotone="increasing"), "visit": EventTypeSettings(label="Visits")}


def signs_of(log: EventLog) -> dict[str, int]:
    spec = learn_spec(leads(), log, looks(), {}, event_types=SIGNED)
    return {feature.name: feature.monotone for feature in spec.features}


def test_the_sign_of_a_kind_of_event_holds_for_its_counts_alone() -> None:
    found = signs_of(visits())
    assert {name for name, sign in found.items() if sign} == {name for name in found if "demo.count" in name}
    assert any("demo.count" in name for name in found)


def test_a_count_with_a_sign_takes_the_place_of_an_equal_one_without() -> None:
    """With one kind of event, the count of all events is the same column."""
    counts = {name: sign for name, sign in signs_of(only_demos()).items() if ".count." in name}
    assert counts
    assert all(sign == 1 for sign in counts.values())


def configured(column: dict[str, Any]) -> None:
    raw = {"leads": {"path": "leads.csv", "target": "won", "positive": ["1"]}, "columns": {"timeline": column}}
    parse_config(raw, folder=Path())


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ({"role": "category", "monotone": "increasing"}, "`columns.timeline.monotone` has no effect on values without"),
        ({"role": "numeric", "order": ["a", "b"]}, "`columns.timeline.order` has no effect on a column that is no cat"),
        ({"role": "category", "order": ["a"]}, "`columns.timeline.order` needs two values or more, each once"),
        ({"role": "category", "order": ["a", "b", "a"]}, "`columns.timeline.order` needs two values or more"),
        ({"role": "date", "monotone": "increasing"}, "`columns.timeline.monotone` has no effect on a column that hold"),
    ],
)
def test_an_order_or_a_sign_without_effect_is_refused(column: dict[str, Any], what: str) -> None:
    with pytest.raises(ConfigError, match="^" + what):
        configured(column)


@pytest.mark.parametrize("more", [{}, {"monotone": "decreasing"}])
def test_an_order_with_or_without_a_sign_is_read(more: dict[str, str]) -> None:
    configured({"role": "category", "order": ["a", "b"], **more})


@pytest.mark.parametrize(
    ("columns", "event_types", "keys"),
    [
        ({"timeline": ORDERED}, {}, []),
        ({}, {"demo": EventTypeSettings()}, []),  # no event of this kind is a feature
        ({"timeline": ColumnSettings(role="category", order=ORDER)}, {}, ["`columns.timeline.monotone`"]),
        (
            {"timeline": ColumnSettings(role="category", order=ORDER[::-1], monotone="increasing")},
            {},
            ["`columns.timeline.order`"],
        ),
        (
            {"timeline": ColumnSettings(role="category")},
            {},
            ["`columns.timeline.monotone`", "`columns.timeline.order`"],
        ),
    ],
)
def test_orders_and_signs_that_differ_from_those_of_a_model_are_named(
    columns: dict[str, ColumnSettings], event_types: dict[str, EventTypeSettings], keys: list[str]
) -> None:
    assert edited_signs(ordered(), columns, event_types) == keys


def test_a_sign_of_a_kind_of_event_that_differs_is_named() -> None:
    spec = learn_spec(leads(), only_demos(), looks(), {}, event_types=SIGNED)
    assert edited_signs(spec, {}, SIGNED) == []
    assert edited_signs(spec, {}, {"demo": EventTypeSettings(monotone="decreasing")}) == ["`event_types.demo.monotone`"]
