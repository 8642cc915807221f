"""The usual rate at each age, by hand."""

import numpy as np
import pytest

from leadscore.model.arrays import Integers
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import Snapshots
from leadscore.model.learning.baselines import age_rate


def looks(age_days: list[float], converted: list[bool], look: list[int] | None = None) -> LabelledSnapshots:
    n = len(age_days)
    place: Integers = np.arange(n)
    order = None if look is None else np.array(look)
    return LabelledSnapshots(
        Snapshots(place, place), np.array(converted), np.ones(n, dtype=bool), np.array(age_days, dtype=float), order
    )


def test_the_rate_of_each_age_is_drawn_to_that_of_all_by_ten_leads() -> None:
    training = looks([0.0] * 10 + [30.0] * 10, [True] * 8 + [False] * 12)
    found = age_rate(training, looks([0, 30], [False, False]))
    assert found is not None
    assert found.tolist() == pytest.approx([(8 + 10 * 0.4) / 20, (0 + 10 * 0.4) / 20])


def test_later_looks_at_a_lead_count_for_less() -> None:
    training = looks([0, 0, 30, 30], [True, False, True, False], look=[1, 1, 2, 2])
    found = age_rate(training, looks([30], [False]))
    assert found is not None
    assert found[0] == pytest.approx((0.5 + 10 * 0.5) / (1 + 10))


@pytest.mark.parametrize(("age_days", "like"), [(7.0, 0.0), (29.9, 0.0), (400.0, 30.0), (-1.0, 0.0)])
def test_at_an_age_that_training_did_not_show_the_next_younger_one_counts(age_days: float, like: float) -> None:
    training = looks([0.0] * 10 + [30.0] * 10, [True] * 8 + [False] * 12)
    found = age_rate(training, looks([age_days, like], [False, False]))
    assert found is not None
    assert found[0] == found[1]


@pytest.mark.parametrize("age_days", [[0.0, 0.0], [np.nan, np.nan]])
def test_where_each_lead_has_one_look_age_says_nothing(age_days: list[float]) -> None:
    training = looks(age_days, [True, False])
    assert age_rate(training, training) is None
