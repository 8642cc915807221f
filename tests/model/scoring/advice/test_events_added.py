"""One more event in thought has every effect that the same event would have in the data, and no other."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from activity import TYPES, draw_activity, log_of, whole_spec
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.features.events import Coded, EventLog
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.scoring.advice.alternatives import with_one_more

NAN = float("nan")
few = settings(max_examples=15, deadline=None, derandomize=True, database=None)


@few
@given(st.integers(0, 2**32 - 1), st.sampled_from([*((kind, 7.5) for kind in TYPES), ("aaa", NAN), ("new", 0.0)]))
def test_features_are_those_of_data_that_hold_the_event(seed: int, event: tuple[str, float]) -> None:
    drawn = draw_activity(seed, n_leads=8, n_events=80, n_snapshots=8)
    snapshots, (kind, value) = Snapshots(np.arange(8), drawn.snapshots.as_of), event
    added = pd.DataFrame({"lead": range(8), "occurred_at": snapshots.as_of - 1, "type": kind, "value": value})
    in_data = log_of(pd.concat([drawn.events, added], ignore_index=True), n_leads=8)
    in_thought = with_one_more(drawn.log, snapshots.as_of, kind, value)
    expected, found = (feature_matrix(whole_spec(), drawn.leads, log, snapshots) for log in (in_data, in_thought))
    np.testing.assert_array_equal(found, expected)


def test_leads_without_events_get_their_first_one() -> None:
    log = with_one_more(EventLog.empty(2), np.array([10, 20]), "demo", 5.0)
    assert log.offsets.tolist() == [0, 1, 2]
    assert log.occurred_at.tolist() == [9, 19]
    assert [log.type.levels[code] for code in log.type.codes] == ["demo", "demo"]
    assert log.value.tolist() == [5.0, 5.0]


def test_events_that_ids_told_apart_stay_apart() -> None:
    twice = EventLog(np.array([0, 2]), np.array([3, 3]), Coded(np.zeros(2, np.int32), ("demo",)), np.zeros(2))
    assert len(with_one_more(twice, np.array([4]), "demo", 0.0)) == 3


@pytest.mark.parametrize("kind", ["call", "zzz"])
def test_the_events_so_far_keep_their_kinds_and_attributes(kind: str) -> None:
    drawn = draw_activity(5, n_leads=4, n_events=40, n_snapshots=4)
    before = drawn.log
    later = np.full(4, int(before.occurred_at.max()) + 10)
    after = with_one_more(before, later, kind)
    kept = np.ones(len(after), dtype=bool)
    kept[after.offsets[1:] - 1] = False
    old = replace(after, type=after.type.take(kept), attributes={"page": after.attributes["page"].take(kept)})
    names = [None if code < 0 else old.type.levels[code] for code in old.type.codes]
    assert names == [None if code < 0 else before.type.levels[code] for code in before.type.codes]
    assert old.attributes["page"].codes.tolist() == before.attributes["page"].codes.tolist()
    assert (after.attributes["page"].codes[~kept] == -1).all()
