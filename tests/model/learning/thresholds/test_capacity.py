"""The threshold by capacity, against a count of one threshold at a time."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flat_leads import flat
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.config import Config, parse_config
from leadscore.model.errors import ConfigError
from leadscore.model.features.leads import Snapshots
from leadscore.model.learning.thresholds.capacity import ScoredLooks, Window, fill, require_inflow, window_of
from leadscore.model.timestamps import DAY, moment

few = settings(max_examples=40, deadline=None, derandomize=True, database=None)
UNTIL = moment("2025-06-01")


def drawn(seed: int, n: int) -> ScoredLooks:
    """Looks at leads, some before the window of the last two weeks and some within."""
    rng = np.random.default_rng(seed)
    lead = np.sort(rng.integers(0, n, 3 * n))
    as_of = UNTIL - rng.integers(0, 40, 3 * n) * DAY
    return ScoredLooks(Snapshots(lead, as_of), rng.integers(0, 101, 3 * n))


def newly(scored: ScoredLooks, window: Window, cut: int) -> int:
    """Leads that had the cut at no look before the window, and at one within it."""
    within, high = scored.looks.as_of > window.start, scored.score >= cut
    return len(set(scored.looks.lead[within & high]) - set(scored.looks.lead[~within & high]))


@few
@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_the_cut_is_the_lowest_one_down_to_which_all_fit(seed: int, capacity: int) -> None:
    scored, window = drawn(seed, 120), Window(UNTIL - 14 * DAY, 2.0)
    filled = fill(scored, window, capacity=capacity, n_leads=120)
    counts = [newly(scored, window, cut) / 2.0 for cut in range(101)]
    assert filled.per_week == counts[filled.threshold]
    if counts[100] > capacity:
        assert filled.threshold == 100
        return
    assert all(count <= capacity for count in counts[filled.threshold :])
    assert filled.threshold == 0 or counts[filled.threshold - 1] > capacity


def test_a_lead_counts_once_however_often_it_is_looked_at() -> None:
    looks = Snapshots(np.array([0, 0, 0, 1]), UNTIL - np.array([20, 3, 2, 1]) * DAY)
    scored = ScoredLooks(looks, np.array([80, 70, 90, 60]))
    window = Window(UNTIL - 7 * DAY, 1.0)
    # lead 0 had 80 before, so that it is new above that only; lead 1 is new up to 60
    assert [newly(scored, window, cut) for cut in (60, 61, 80, 81, 90, 91)] == [1, 0, 0, 1, 1, 0]
    assert fill(scored, window, capacity=1, n_leads=2) == fill(scored, window, capacity=9, n_leads=2)


def asking(capacity: int | None, **policy: Any) -> Config:
    settings = {"cut_by": "capacity", "capacity_per_week": capacity, "capacity_weeks": 4} | policy
    raw: dict[str, Any] = {
        "leads": {"path": "x", "created_at": "at", "target": "y", "positive": ["1"]},
        "policy": {key: value for key, value in settings.items() if value is not None},
    }
    return parse_config(raw, folder=Path())


def weekly(per_week: int, weeks: int) -> Any:
    """So many leads a week, evenly; the last one ends the data."""
    created = UNTIL - np.arange(per_week * weeks) * (7 * DAY // per_week)
    return flat({}, np.zeros(len(created)), created_at=np.sort(created))


@pytest.mark.parametrize(("capacity", "refused"), [(9, False), (10, True), (500, True)])
def test_a_capacity_that_all_new_leads_fit_into_is_refused_with_the_inflow(capacity: int, refused: bool) -> None:
    data = weekly(10, 20)
    if not refused:
        require_inflow(data, asking(capacity))
        return
    with pytest.raises(ConfigError, match=rf"is {capacity}, but only 10\.0 new leads a week came in the last 4 weeks"):
        require_inflow(data, asking(capacity))


def test_no_other_cut_asks_for_an_inflow() -> None:
    require_inflow(weekly(10, 20), asking(None, cut_by="points"))


def test_data_shorter_than_the_window_are_taken_for_as_long_as_they_are() -> None:
    data = weekly(10, 3)
    created = data.leads.created_at
    window = window_of(asking(9), Snapshots(np.arange(len(created)), created), UNTIL)
    assert 2.8 < window.weeks < 3
    assert window.holds(Snapshots(np.arange(len(created)), created)).all()
    with pytest.raises(ConfigError, match=r"only 10\.\d new leads a week came in the last 2\.9 weeks"):
        require_inflow(data, asking(11))
