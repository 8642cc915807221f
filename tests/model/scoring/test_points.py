"""Whole points that add up, on a scale where ten of them double the odds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from leadscore.model.arrays import Floats
from leadscore.model.scoring.points import largest_remainder, score_of, whole_points

fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)
log_odds = st.floats(-20, 20, width=32)
extreme = st.one_of(log_odds, st.sampled_from([-1e6, 1e6, 1e-300, -1e-300, 0.0, np.log(2) / 20, -np.log(2) / 20]))
tables = arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=extreme)
Floats = Floats


@fast
@given(tables, log_odds, log_odds)
def test_start_and_points_and_what_lies_beyond_the_scale_add_up(
    table: Floats, expected: float, reference: float
) -> None:
    points = whole_points(table, expected, reference)
    np.testing.assert_array_equal(points.start + points.signals.sum(axis=1) + points.beyond_scale, points.score)
    assert ((points.score >= 0) & (points.score <= 100)).all()
    inside = (points.score > 0) & (points.score < 100)
    assert (points.beyond_scale[inside] == 0).all()


@fast
@given(tables, log_odds, log_odds)
def test_every_whole_point_is_within_one_of_the_exact_one(table: Floats, expected: float, reference: float) -> None:
    points = whole_points(table, expected, reference)
    exact = 10 / np.log(2) * table
    assert (np.abs(points.signals - exact) <= 1 + 1e-6).all()
    score = score_of(expected + table.sum(axis=1), reference)
    np.testing.assert_allclose(points.score, np.clip(score, 0, 100), atol=0.5 + 1e-6)


@fast
@given(tables, log_odds, log_odds)
def test_a_lead_alone_has_the_points_it_has_among_others(table: Floats, expected: float, reference: float) -> None:
    together = whole_points(table, expected, reference)
    for row in range(len(table)):
        alone = whole_points(table[[row]], expected, reference)
        assert alone.signals.tolist() == together.signals[[row]].tolist()


@pytest.mark.parametrize("doublings", [-3.0, -0.5, 0.0, 1.0, 4.0])
def test_ten_points_double_the_odds(doublings: float) -> None:
    odds = 0.2 / 0.8
    scores = score_of(np.log(np.array([odds, odds * 2**doublings])), np.log(0.1 / 0.9))
    assert scores[1] - scores[0] == pytest.approx(10 * doublings)


def test_the_reference_rate_scores_fifty() -> None:
    assert score_of(np.array([-1.3]), -1.3).tolist() == [50.0]


@pytest.mark.parametrize(
    ("contribution", "score", "beyond"), [(10.0, 100, -94), (-10.0, 0, 94), (0.0, 50, 0), (np.log(2) * 5, 100, 0)]
)
def test_a_score_stays_on_the_scale_and_what_is_left_over_is_said(contribution: float, score: int, beyond: int) -> None:
    points = whole_points(np.array([[contribution]]), 0.0, 0.0)
    assert (points.score[0], points.beyond_scale[0]) == (score, beyond)


@fast
@given(tables, st.integers(-100, 100))
def test_whole_numbers_sum_to_any_total(table: Floats, total: int) -> None:
    whole = largest_remainder(table, np.full(len(table), total))
    assert (whole.sum(axis=1) == total).all()


@pytest.mark.parametrize(
    ("exact", "total", "whole"),
    [
        ([1.4, 1.4, 0.2], 3, [2, 1, 0]),
        ([0.5, 0.5], 1, [1, 0]),
        ([-0.4, 0.4], 0, [0, 0]),
        ([-1.6, 0.2], -1, [-1, 0]),
        ([2.0, 0.0], 2, [2, 0]),
        ([0.1, 0.1], 4, [2, 2]),
        ([0.9], 1, [1]),
    ],
)
def test_the_largest_remainders_are_raised_first(exact: list[float], total: int, whole: list[int]) -> None:
    assert largest_remainder(np.array([exact]), np.array([total])).tolist() == [whole]


def test_no_leads_have_no_points() -> None:
    assert whole_points(np.zeros((0, 3)), 0.0, 0.0).signals.shape == (0, 3)
