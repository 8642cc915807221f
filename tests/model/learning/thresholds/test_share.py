"""The share of A among the latest leads, and when it counts as drifted."""

import numpy as np
import pytest
from flat_leads import flat

from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.learning.thresholds.capacity import ScoredLooks, Share, drifted, last_looks, recent, share_of_a
from leadscore.model.scoring.decision import Thresholds
from leadscore.model.timestamps import DAY


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (Share(0.1, 400), Share(0.1, 400), False),
        (Share(0.1, 400), Share(0.16, 400), False),  # 2.5 standard errors
        (Share(0.1, 400), Share(0.18, 400), True),  # 3.3
        (Share(0.18, 400), Share(0.1, 400), True),
        (Share(0.1, 4000), Share(0.13, 4000), True),
        (Share(0.0, 100), Share(1.0, 100), True),
        (Share(0.0, 100), Share(0.0, 100), False),
        (Share(0.5, 0), Share(0.1, 1000), False),
    ],
)
def test_a_share_has_drifted_beyond_three_standard_errors(then: Share, now: Share, expected: bool) -> None:
    assert drifted(then, now) == expected


def test_a_lead_is_an_a_by_its_best_look() -> None:
    looks = Snapshots(np.array([0, 0, 1, 3]), np.zeros(4, np.int64))
    scored = ScoredLooks(looks, np.array([70, 10, 69, 100]))
    data = flat({}, np.zeros(5))
    assert share_of_a(scored, data, Thresholds(70, 60, 50)) == Share(2 / 3, 3)
    assert share_of_a(ScoredLooks(looks.take(np.zeros(0, int)), np.zeros(0, int)), data, Thresholds(3, 2, 1)) == Share(
        0, 0
    )


def test_the_latest_quarter_of_the_leads_that_were_looked_at_is_recent() -> None:
    created = np.arange(10)[::-1] * DAY
    leads = LeadTable(tuple("abcdefghij"), {}, created)
    looks = Snapshots(np.arange(1, 9), created[1:9])
    assert np.flatnonzero(recent(leads, looks)).tolist() == [1, 2]
    assert np.flatnonzero(recent(LeadTable(leads.ids, {}), looks)).tolist() == list(range(1, 9))


def test_of_each_lead_the_last_look_is_taken() -> None:
    looks = Snapshots(np.array([0, 0, 2, 5, 5]), np.array([1, 2, 1, 1, 9]))
    assert last_looks(looks).as_of.tolist() == [2, 1, 9]
    assert len(last_looks(looks.take(np.zeros(0, int)))) == 0
