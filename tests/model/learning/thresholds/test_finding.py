"""Thresholds keep their distances and their order, and money says where a contact begins to pay."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.config import PolicySettings
from leadscore.model.learning.thresholds.capacity import whole_scores
from leadscore.model.learning.thresholds.finding import break_even, quarters, thresholds_below
from leadscore.model.scoring.decision import Thresholds
from leadscore.model.scoring.decision.decision import classes

few = settings(max_examples=60, deadline=None, derandomize=True, database=None)
configured = st.lists(st.integers(0, 100), min_size=3, max_size=3, unique=True).map(lambda c: sorted(c, reverse=True))


@few
@given(st.integers(-50, 150), configured)
def test_cuts_are_in_order_and_on_the_scale_wherever_the_first_one_lies(first: int, given_cuts: list[int]) -> None:
    a, b, c = given_cuts
    made = thresholds_below(first, (a, b, c))
    assert 100 >= made.first > made.second > made.third >= 0
    if a - c <= first <= 100 and first >= 2:
        assert (made.first - made.second, made.first - made.third) == (a - b, a - c)


def money(win_value: float, contact_cost: float) -> PolicySettings:
    return PolicySettings(cut_by="money", win_value=win_value, contact_cost=contact_cost)


@few
@given(st.floats(0.01, 0.99), st.floats(-4, 2))
def test_the_break_even_score_is_the_lowest_whole_one_whose_probability_pays(rate: float, reference: float) -> None:
    score = break_even(money(1000.0, 1000.0 * rate), reference)
    at, below = (1 / (1 + np.exp(-(reference + (points - 50) / 10 * np.log(2)))) for points in (score, score - 1))
    assert at >= rate * (1 - 1e-9)
    assert below < rate


def test_a_contact_that_pays_from_the_reference_rate_on_begins_at_50() -> None:
    assert break_even(money(400.0, 100.0), float(np.log(1 / 3))) == 50


@pytest.mark.parametrize(("log_odds", "score"), [(-np.inf, 0), (np.inf, 100), (-1.0, 50), (-1 + np.log(2), 60)])
def test_scores_are_those_that_leads_get(log_odds: float, score: int) -> None:
    assert whole_scores(np.array([log_odds]), -1.0).tolist() == [score]


def test_quarters_of_many_values_hold_a_quarter_each() -> None:
    points = np.random.default_rng(0).permutation(400) // 4
    cuts = quarters(points, np.ones(400))
    assert cuts is not None
    assert np.bincount(classes(points, cuts)).tolist() == [100, 100, 100, 100]


def test_quarters_weigh_every_look() -> None:
    points, weights = np.array([10, 20, 30, 40]), np.array([1.0, 1.0, 1.0, 3.0])
    assert quarters(points, weights) == quarters(np.array([10, 20, 30, 40, 40, 40]), np.ones(6))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([46] * 5 + [57] * 4 + [70], Thresholds(70, 57, 57)),  # half did nothing yet: all of them are the lowest class
        ([1, 1, 1, 9, 9, 9], Thresholds(9, 9, 9)),
        ([5], None),
        ([7, 7, 7], None),
    ],
)
def test_cuts_meet_where_leads_share_a_value(points: list[int], expected: Thresholds | None) -> None:
    assert quarters(np.array(points), np.ones(len(points))) == expected


@few
@given(st.lists(st.integers(30, 60), min_size=2, max_size=60))
def test_the_best_lead_is_in_the_first_class_and_the_worst_in_the_last(points: list[int]) -> None:
    cuts = quarters(np.array(points), np.ones(len(points)))
    if len(set(points)) == 1:
        assert cuts is None
        return
    assert cuts is not None
    assert cuts.first >= cuts.second >= cuts.third
    assert classes(np.array([max(points), min(points)]), cuts).tolist() == [0, 3]
