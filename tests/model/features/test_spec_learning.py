"""Which features a set of training snapshots supports, and that a specification survives being written down."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from activity import draw_activity, log_of, whole_spec

from leadscore.model.config import ColumnSettings
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec, spec_from_dict
from leadscore.model.features.spec_learning import learn_spec
from leadscore.model.timestamps import DAY, NEVER, moment

N = 60
START = moment("2025-01-01")
CREATED = START + np.arange(N) * (DAY // 96)  # within a day, so that no part of the calendar is learnt


def learnt(
    columns: dict[str, Any] | None = None,
    settings: dict[str, ColumnSettings] | None = None,
    events: list[tuple[int, int, str]] | None = None,
    *,
    as_of_days: int = 10,
) -> FeatureSpec:
    """The specification learnt from one snapshot per lead, some days after its creation."""
    leads = LeadTable(tuple(map(str, range(N))), columns or {}, CREATED)
    frame = pd.DataFrame(events or [], columns=["lead", "occurred_at", "type"]).assign(value=np.nan, page=None)
    log = log_of(frame, n_leads=N) if events else EventLog.empty(N)
    return learn_spec(leads, log, Snapshots(np.arange(N), CREATED + as_of_days * DAY), settings or {})


def names(spec: FeatureSpec) -> set[str]:
    return {feature.name for feature in spec.features}


def words(*groups: tuple[str | None, int]) -> Any:
    values = np.empty(N, dtype=object)
    values[:] = [value for value, count in groups for _ in range(count)]
    return values


CATEGORY = ColumnSettings(role="category")
NUMERIC = ColumnSettings(role="numeric")


def test_a_level_needs_ten_leads() -> None:
    spec = learnt({"source": words(("Web", 31), ("Fair", 10), ("Post", 9), (None, 10))}, {"source": CATEGORY})
    assert spec.columns[0].levels == ("Fair", "Web")
    assert spec.features[0].levels == ("Fair", "Web")


def test_a_lead_with_many_snapshots_counts_once_for_a_level() -> None:
    leads = LeadTable(tuple(map(str, range(N))), {"source": words(("Web", 55), ("Post", 5))}, CREATED)
    lead = np.concatenate([np.arange(N), np.full(20, N - 1)])
    spec = learn_spec(leads, EventLog.empty(N), Snapshots(lead, CREATED[lead] + DAY), {"source": CATEGORY})
    assert spec.columns[0].levels == ("Web",)


def test_a_category_without_any_frequent_level_is_left_out() -> None:
    spec = learnt({"badge": words(*((f"b{i}", 1) for i in range(N)))}, {"badge": CATEGORY})
    assert names(spec) == set()
    assert spec.columns == ()
    assert spec.signals == ()


def test_levels_that_cannot_be_seen_yet_are_not_learnt() -> None:
    values = words(("open", 40), ("signed", 20))
    dates = np.where(values == "signed", CREATED + 10 * DAY, CREATED)
    settings = {"stage": ColumnSettings(role="category", known_after="changed_at")}
    spec = learnt({"stage": values, "changed_at": dates}, settings)
    assert [column.levels for column in spec.columns if column.name == "stage"] == [("open",)]


@pytest.mark.parametrize(("days_later", "seen"), [(-1, True), (0, False), (1, False)])
def test_an_event_type_is_learnt_only_from_events_before_the_snapshots(days_later: int, seen: bool) -> None:
    leak = [(lead, int(CREATED[lead]) + (10 + days_later) * DAY, "contract_signed") for lead in range(30)]
    visit = [(lead, int(CREATED[lead]) + 9 * DAY, "visit") for lead in range(20, 50)]
    spec = learnt(events=leak + visit)
    assert spec.event_types == (("contract_signed", "visit") if seen else ("visit",))
    assert ("contract_signed" in {feature.source for feature in spec.features}) == seen
    levels = {level for feature in spec.features for level in feature.levels}
    assert ("contract_signed" in levels) == seen


def test_an_event_type_needs_ten_leads() -> None:
    often = [(lead, int(CREATED[lead]) + DAY, "visit") for lead in range(20)]
    rare = [(lead, int(CREATED[lead]) + DAY + i, "rare") for lead in range(9) for i in range(5)]
    assert learnt(events=often + rare).event_types == ("visit",)


def test_features_that_never_vary_or_repeat_another_are_left_out() -> None:
    values = np.arange(N, dtype=float)
    columns = {"budget": values, "again": values.copy(), "same": np.ones(N), "none": np.full(N, np.nan)}
    spec = learnt(columns, dict.fromkeys(columns, NUMERIC))
    assert names(spec) == {"column.budget"}
    assert [signal.label for signal in spec.signals] == ["Budget"]
    assert [column.name for column in spec.columns] == ["budget"]


def test_of_equal_windows_the_one_that_never_ends_is_kept() -> None:
    spec = learnt(events=[(lead, int(CREATED[lead]) + 9 * DAY, "visit") for lead in range(20)])
    assert [feature.name for feature in spec.features if feature.kind == "count"] == ["activity.count.ever"]


def test_a_number_that_is_only_sometimes_known_varies() -> None:
    spec = learnt({"budget": np.where(np.arange(N) < 30, 5.0, np.nan)}, {"budget": NUMERIC})
    assert names(spec) == {"column.budget"}


@pytest.mark.parametrize(
    ("span_days", "parts"),
    [
        (1.9, set()),
        (2, {"lead.hour"}),
        (14, {"lead.hour", "lead.weekday"}),
        (62, {"lead.hour", "lead.weekday", "lead.day_of_month"}),
        (731.9, {"lead.hour", "lead.weekday", "lead.day_of_month"}),
        (732, {"lead.hour", "lead.weekday", "lead.day_of_month", "lead.month"}),
    ],
)
def test_a_part_of_the_calendar_needs_two_whole_cycles(span_days: float, parts: set[str]) -> None:
    created = START + np.linspace(0, span_days * DAY, N).astype(np.int64)
    leads = LeadTable(tuple(map(str, range(N))), {}, created)
    spec = learn_spec(leads, EventLog.empty(N), Snapshots(np.arange(N), created), {})
    assert names(spec) == parts


def test_leads_without_dates_have_no_age_and_no_calendar() -> None:
    leads = LeadTable(tuple(map(str, range(N))), {"budget": np.arange(N, dtype=float), "since": CREATED})
    settings = {"budget": NUMERIC, "since": ColumnSettings(role="date")}
    spec = learn_spec(leads, EventLog.empty(N), Snapshots(np.arange(N), np.zeros(N, np.int64)), settings)
    assert names(spec) == {"column.budget"}
    assert not spec.dated


def test_a_column_known_after_days_that_no_snapshot_reaches_is_left_out() -> None:
    settings = {"budget": ColumnSettings(role="numeric", known_after=11)}
    assert names(learnt({"budget": np.arange(N, dtype=float)}, settings)) == set()
    settings = {"budget": ColumnSettings(role="numeric", known_after=10)}
    assert names(learnt({"budget": np.arange(N, dtype=float)}, settings)) == {"column.budget"}


def test_the_date_from_which_a_column_is_known_becomes_an_input_too() -> None:
    dates = np.where(np.arange(N) % 2 == 0, CREATED, NEVER)
    settings = {"budget": ColumnSettings(role="numeric", known_after="checked_at")}
    spec = learnt({"budget": np.arange(N, dtype=float), "checked_at": dates}, settings)
    assert [(column.name, column.role) for column in spec.columns] == [("budget", "numeric"), ("checked_at", "date")]
    assert names(spec) == {"column.budget"}


@pytest.mark.parametrize("name", ["activity", "lead.age", "lead.age_days", "event.visit", "event.visit.recency_days"])
def test_a_column_may_be_called_like_anything_the_model_makes_itself(name: str) -> None:
    events = [(lead, int(CREATED[lead]) + i * DAY, "visit") for lead in range(20) for i in range(lead % 5)]
    spec = learnt({name: np.arange(N, dtype=float)}, {name: ColumnSettings(role="numeric", label="Mine")}, events)
    assert len(names(spec)) == len(spec.features)
    mine = [signal for signal in spec.signals if signal.label == "Mine"]
    assert [feature.source for feature in spec.features if feature.signal == mine[0].name] == [name]


@pytest.mark.parametrize(
    ("column", "settings", "axis", "label"),
    [
        ("company_size", NUMERIC, "fit", "Company size"),
        ("utm_medium", NUMERIC, "context", "Utm medium"),
        ("utm_medium", ColumnSettings(role="numeric", axis="interest", label="Medium"), "interest", "Medium"),
    ],
)
def test_axis_and_label_are_as_configured_or_follow_from_the_name(
    column: str, settings: ColumnSettings, axis: str, label: str
) -> None:
    spec = learnt({column: np.arange(N, dtype=float)}, {column: settings})
    assert (spec.signals[0].axis, spec.signals[0].label) == (axis, label)


def test_what_is_learnt_does_not_depend_on_later_events_or_the_order_of_leads() -> None:
    drawn = draw_activity(5, n_events=2000)
    settings = {
        "budget": NUMERIC,
        "industry": CATEGORY,
        "contact": ColumnSettings(role="email"),
        "renewal": ColumnSettings(role="date"),
    }
    spec = learn_spec(drawn.leads, drawn.log, drawn.snapshots, settings)
    latest = int(drawn.snapshots.as_of.max())
    future = drawn.events.assign(occurred_at=latest, type="future", page="/future", value=1e6)
    log = log_of(pd.concat([drawn.events, future]), n_leads=len(drawn.leads))
    assert learn_spec(drawn.leads, log, drawn.snapshots, settings) == spec
    order = np.random.default_rng(0).permutation(len(drawn.leads))
    place = np.argsort(order)
    events = drawn.events.assign(lead=place[drawn.events["lead"]])
    moved = Snapshots(place[drawn.snapshots.lead], drawn.snapshots.as_of)
    assert learn_spec(drawn.leads.take(order), log_of(events, n_leads=len(order)), moved, settings) == spec


def test_every_feature_learnt_can_be_computed_and_varies() -> None:
    drawn = draw_activity(6, n_events=2000)
    spec = learn_spec(drawn.leads, drawn.log, drawn.snapshots, {"budget": NUMERIC, "industry": CATEGORY})
    matrix = feature_matrix(spec, drawn.leads, drawn.log, drawn.snapshots)
    assert len(spec.features) > 40
    assert all(
        len(np.unique(matrix[:, i][~np.isnan(matrix[:, i])])) + np.isnan(matrix[:, i]).any() > 1
        for i in range(len(spec.features))
    )
    assert {feature.signal for feature in spec.features} == {signal.name for signal in spec.signals}


@pytest.mark.parametrize("spec", [whole_spec(), FeatureSpec((), (), (), dated=False)])
def test_a_specification_written_as_json_is_read_back_equal(spec: FeatureSpec) -> None:
    assert spec_from_dict(json.loads(json.dumps(spec.as_dict()))) == spec


@pytest.mark.parametrize(("monotone", "sign"), [(None, 0), ("increasing", 1), ("decreasing", -1)])
def test_a_number_keeps_the_direction_that_was_configured(monotone: Any, sign: int) -> None:
    settings = ColumnSettings(role="numeric", monotone=monotone)
    assert learnt({"budget": np.arange(N, dtype=float)}, {"budget": settings}).features[0].monotone == sign


def test_a_specification_written_before_there_were_directions_is_still_read() -> None:
    raw = whole_spec().as_dict()
    for feature in raw["features"]:
        del feature["monotone"]
    assert spec_from_dict(raw) == whole_spec()


@pytest.mark.parametrize("key", ["columns", "signals", "features", "dated", "has_events", "event_types"])
def test_a_specification_that_lacks_a_part_is_not_read(key: str) -> None:
    raw = whole_spec().as_dict()
    del raw[key]
    with pytest.raises(KeyError, match=key):
        spec_from_dict(raw)
