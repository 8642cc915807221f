"""What must not change a feature: order, batching, further columns, repeated events, and above all the future."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from activity import TYPES, Activity, draw_activity, log_of, whole_spec
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.arrays import Floats
from leadscore.model.features import windows
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.timestamps import DAY

SPEC = whole_spec()
few = settings(max_examples=15, deadline=None, derandomize=True, database=None)
seeds = st.integers(0, 2**32 - 1)


def small(seed: int) -> Activity:
    return draw_activity(seed, n_leads=6, n_events=60, n_snapshots=12)


def matrix_of(drawn: Activity) -> Floats:
    return feature_matrix(SPEC, drawn.leads, drawn.log, drawn.snapshots)


def shuffled(events: pd.DataFrame, seed: int) -> pd.DataFrame:
    return events.iloc[np.random.default_rng(seed).permutation(len(events))]


@few
@given(seeds)
def test_the_order_of_event_rows_has_no_effect(seed: int) -> None:
    drawn = small(seed)
    np.testing.assert_array_equal(
        matrix_of(replace(drawn, events=shuffled(drawn.events, seed))), matrix_of(drawn), strict=True
    )


@few
@given(seeds)
def test_the_order_of_leads_has_no_effect(seed: int) -> None:
    drawn = small(seed)
    order = np.random.default_rng(seed).permutation(len(drawn.leads))
    place = np.argsort(order)
    events = drawn.events.assign(lead=place[drawn.events["lead"]])
    snapshots = Snapshots(place[drawn.snapshots.lead], drawn.snapshots.as_of)
    moved = Activity(drawn.leads.take(order), events, snapshots)
    np.testing.assert_array_equal(matrix_of(moved), matrix_of(drawn))


@few
@given(seeds)
def test_the_order_of_snapshots_has_no_effect(seed: int) -> None:
    drawn = small(seed)
    order = np.random.default_rng(seed).permutation(len(drawn.snapshots))
    moved = replace(drawn, snapshots=drawn.snapshots.take(order))
    np.testing.assert_array_equal(matrix_of(moved), matrix_of(drawn)[order])


@few
@given(seeds)
def test_the_order_of_columns_and_a_further_column_have_no_effect(seed: int) -> None:
    drawn = small(seed)
    columns = {"further": np.arange(6.0), **dict(reversed([*drawn.leads.columns.items()]))}
    moved = replace(drawn, leads=replace(drawn.leads, columns=columns))
    np.testing.assert_array_equal(matrix_of(moved), matrix_of(drawn))


@few
@given(seeds)
def test_a_lead_alone_has_bit_for_bit_the_features_it_has_among_others(seed: int) -> None:
    drawn = small(seed)
    together = matrix_of(drawn)
    for row, (lead, as_of) in enumerate(zip(drawn.snapshots.lead, drawn.snapshots.as_of, strict=True)):
        alone = feature_matrix(
            SPEC,
            drawn.leads.take(np.array([lead])),
            drawn.log.take_leads(np.array([lead])),
            Snapshots(np.zeros(1, np.int64), np.array([as_of])),
        )
        assert alone.tobytes() == together[[row]].tobytes()


@few
@given(seeds)
def test_a_request_that_codes_only_its_own_events_has_the_same_features(seed: int) -> None:
    drawn = small(seed)
    together = matrix_of(drawn)
    for row, lead in enumerate(drawn.snapshots.lead):
        events = drawn.events[drawn.events["lead"] == lead].assign(lead=0)
        snapshot = Snapshots(np.zeros(1, np.int64), drawn.snapshots.as_of[[row]])
        alone = Activity(drawn.leads.take(np.array([lead])), shuffled(events, seed), snapshot)
        assert matrix_of(alone).tobytes() == together[[row]].tobytes()


@few
@given(seeds)
def test_repeated_events_in_another_order_have_no_effect(seed: int) -> None:
    drawn = small(seed)
    again = pd.concat([shuffled(drawn.events, seed).head(30), drawn.events])
    np.testing.assert_array_equal(matrix_of(replace(drawn, events=again)), matrix_of(drawn))


@few
@given(seeds, st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=5), st.sampled_from([*TYPES, "new", None]))
def test_no_event_at_or_after_the_snapshot_has_an_effect(seed: int, after: list[int], kind: str | None) -> None:
    drawn = small(seed)
    latest = pd.Series(drawn.snapshots.as_of).groupby(drawn.snapshots.lead).max()
    future = pd.DataFrame(
        [(lead, as_of + gap, kind, 1e9, "/new") for lead, as_of in latest.items() for gap in [0, *after]],
        columns=drawn.events.columns,
    )
    told = replace(drawn, events=pd.concat([future, drawn.events]))
    np.testing.assert_array_equal(matrix_of(told), matrix_of(drawn))


@pytest.mark.parametrize("block_events", [1, 7, 100])
def test_the_size_of_blocks_has_no_effect(monkeypatch: pytest.MonkeyPatch, block_events: int) -> None:
    drawn = draw_activity(3)
    whole = matrix_of(drawn)
    monkeypatch.setattr(windows, "BLOCK_EVENTS", block_events)
    assert matrix_of(drawn).tobytes() == whole.tobytes()


def test_blocks_hold_every_snapshot_once_and_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "BLOCK_EVENTS", 100)
    drawn = draw_activity(3)
    parts = [rows for rows, _ in windows.blocks(drawn.log, drawn.snapshots)]
    assert len(parts) > 5
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(drawn.snapshots)))


@pytest.mark.parametrize("n_leads", [0, 3])
def test_leads_without_any_events_have_empty_windows(n_leads: int) -> None:
    nothing = pd.DataFrame(columns=["lead", "occurred_at", "type", "value", "page"])
    log = log_of(nothing.astype({"lead": int, "occurred_at": int, "value": float}), n_leads=n_leads)
    leads = LeadTable(tuple("abc"[:n_leads]), {}, np.zeros(n_leads, np.int64))
    snapshots = Snapshots(np.arange(n_leads), np.full(n_leads, DAY))
    for events in (log, EventLog.empty(n_leads)):
        matrix = feature_matrix(SPEC, leads, events, snapshots)
        for position, feature in enumerate(SPEC.features):
            empty = 0.0 if feature.kind in ("count", "value_sum", "distinct_days", "trend", "distinct") else np.nan
            if feature.kind in ("recency", "first", "last") or empty == 0.0:
                np.testing.assert_array_equal(matrix[:, position], np.full(n_leads, empty))
