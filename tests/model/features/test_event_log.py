"""The event log: sorted, without repeats, whatever order the rows came in."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from leadscore.model.features.events import Coded, EventLog, EventRows

NAN = float("nan")


def objects(*values: str | None) -> NDArray[Any]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


Row = tuple[int, int, str | None, float, str | None]


def build(rows: list[Row], *, keys: list[int] | None = None) -> EventLog:
    """A log of (lead, moment, type, value, page) rows over four leads."""
    events = EventRows(
        np.array([row[1] for row in rows], dtype=np.int64),
        Coded.of(objects(*(row[2] for row in rows))),
        np.array([row[3] for row in rows], dtype=np.float64),
        {"page": Coded.of(objects(*(row[4] for row in rows)))},
        None if keys is None else np.array(keys, dtype=np.int64),
    )
    return EventLog.build(np.array([row[0] for row in rows], dtype=np.int64), events, n_leads=4)


def listed(log: EventLog) -> list[Row]:
    lead = np.repeat(np.arange(4), np.diff(log.offsets))
    names = [[None if code < 0 else c.levels[code] for code in c.codes] for c in (log.type, log.attributes["page"])]
    return list(zip(lead.tolist(), log.occurred_at.tolist(), names[0], log.value.tolist(), names[1], strict=True))


IN_ORDER: list[Row] = [
    (0, 5, None, 1.0, "/a"),
    (0, 5, "demo", 1.0, None),
    (0, 5, "demo", 1.0, "/a"),
    (0, 5, "demo", 2.0, "/a"),
    (0, 5, "page", -1.0, "/a"),
    (0, 6, "demo", 0.0, "/a"),
    (2, -3, "page", 0.0, "/b"),
    (2, 1, "page", 0.0, "/b"),
    (3, 0, "page", 0.0, "/b"),
]


@pytest.mark.parametrize("seed", range(5))
def test_events_are_ordered_by_lead_moment_type_value_and_attributes(seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(IN_ORDER))
    log = build([IN_ORDER[i] for i in order])
    assert listed(log) == IN_ORDER
    assert log.offsets.tolist() == [0, 6, 6, 8, 9]


def test_rows_that_are_sorted_already_give_the_same_log() -> None:
    assert listed(build(IN_ORDER)) == IN_ORDER


def test_rows_equal_in_everything_are_one_event() -> None:
    log = build([(0, 5, "demo", NAN, "/a"), (1, 5, "demo", NAN, "/a"), (0, 5, "demo", NAN, "/a")])
    assert log.offsets.tolist() == [0, 1, 2, 2, 2]


@pytest.mark.parametrize("place", range(5))
def test_rows_that_differ_in_anything_are_two_events(place: int) -> None:
    other = (1, 6, "page", 2.0, "/b")
    first: Row = (0, 5, "demo", 1.0, "/a")
    second: Any = tuple(other[i] if i == place else value for i, value in enumerate(first))
    assert len(build([first, second])) == 2


def test_a_repeated_id_counts_once_at_its_earliest_moment() -> None:
    rows: Any = [(0, 9, "demo", 1.0, None), (0, 4, "demo", 2.0, None), (0, 6, "page", 3.0, None)]
    assert listed(build(rows, keys=[7, 7, 8])) == [(0, 4, "demo", 2.0, None), (0, 6, "page", 3.0, None)]


def test_the_same_id_at_two_leads_is_two_events() -> None:
    rows: Any = [(0, 9, "demo", 1.0, None), (1, 4, "demo", 2.0, None)]
    assert len(build(rows, keys=[7, 7])) == 2


def test_equal_rows_with_different_ids_are_two_events() -> None:
    rows: Any = [(0, 9, "demo", 1.0, None), (0, 9, "demo", 1.0, None)]
    assert len(build(rows, keys=[7, 8])) == 2


@pytest.mark.parametrize("seed", range(3))
def test_repeated_ids_are_found_among_many(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lead, key, at = rng.integers(0, 4, 500), rng.integers(-20, 20, 500), rng.integers(0, 1000, 500)
    rows: Any = [(int(i), int(t), "demo", 0.0, None) for i, t in zip(lead, at, strict=True)]
    earliest: dict[tuple[int, int], int] = {}
    for identity, t in zip(zip(lead.tolist(), key.tolist(), strict=True), at.tolist(), strict=True):
        earliest[identity] = min(t, earliest.get(identity, t))
    found = [(i, t) for i, t, *_ in listed(build(rows, keys=key.tolist()))]
    assert found == sorted((i, t) for (i, _), t in earliest.items())


def test_no_rows_are_an_empty_log() -> None:
    log = build([])
    assert len(log) == 0
    assert log.offsets.tolist() == [0, 0, 0, 0, 0]
    assert len(EventLog.empty(4)) == 0


def test_the_log_of_some_leads_holds_their_events_in_their_order() -> None:
    log = build(IN_ORDER)
    assert listed(log.take_leads(np.array([2, 1, 0, 2])))[:2] == [(0, -3, "page", 0.0, "/b"), (0, 1, "page", 0.0, "/b")]
    assert log.take_leads(np.array([2, 1, 0, 2])).offsets.tolist() == [0, 2, 2, 8, 10]
    assert log.slice(1, 3).occurred_at.tolist() == [-3, 1]
    assert log.slice(1, 3).offsets.tolist() == [0, 0, 2]


def test_levels_are_sorted_and_missing_values_have_no_code() -> None:
    coded = Coded.of(objects("b", None, "a", "b"))
    assert coded.levels == ("a", "b")
    assert coded.codes.tolist() == [1, -1, 0, 1]
    assert coded.take(slice(1, 3)).codes.tolist() == [-1, 0]
