"""Bins of numbers begin where about equally many leads fall into each bin, at edges that people can read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.arrays import Floats
from leadscore.model.learning.reference_rates.bin_edges import is_whole, readable_edges, whole_day_edges

RNG = np.random.default_rng(0)
BELL = RNG.normal(100, 50, 2000)


def shares(edges: tuple[float, ...], values: Floats) -> Floats:
    return np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1) / len(values)


@pytest.mark.parametrize(
    ("values", "n_bins", "expected"),
    [
        (np.arange(1.0, 601.0), 6, (100.0, 200.0, 300.0, 400.0, 500.0)),
        (np.arange(1.0, 601.0) * 1234, 3, (250_000.0, 490_000.0)),
        (np.repeat([2019.0, 2020.0, 2021.0], 100), 6, (2020.0, 2021.0)),
        (np.repeat([0.0, 1.0, 2.0, 3.0], [700, 100, 100, 100]), 4, (1.0, 2.0, 3.0)),
        (np.concatenate([np.zeros(900), np.linspace(10, 50, 100)]), 3, (10.0, 30.0)),
        (np.linspace(0.1, 0.2, 1001), 4, (0.12, 0.15, 0.17)),
        (np.linspace(1.0001, 1.0002, 500), 2, (1.00015,)),
        (np.full(50, 7.0), 6, ()),
        (np.array([1.0, 2.0]), 6, (2.0,)),
        (np.repeat([-1e300, 1e300], 50), 2, (1e300,)),
        (np.repeat([1.0, np.finfo(float).max], 50), 2, (np.finfo(float).max,)),
    ],
)
def test_edges_are_round_where_the_bins_stay_apart(values: Floats, n_bins: int, expected: tuple[float, ...]) -> None:
    assert readable_edges(values, np.ones(len(values)), n_bins=n_bins) == pytest.approx(expected, rel=1e-6)


def test_bins_hold_about_equally_many() -> None:
    edges = readable_edges(BELL, np.ones(len(BELL)), n_bins=6)
    assert len(edges) == 5
    np.testing.assert_allclose(shares(edges, BELL), 1 / 6, atol=0.06)


def test_looks_count_by_their_weight() -> None:
    weights = np.where(BELL < 100, 1.0, 0.1)
    light, even = (readable_edges(BELL, w, n_bins=2) for w in (weights, np.ones(len(BELL))))
    assert light[0] < even[0]


@given(st.lists(st.floats(-1e6, 1e6) | st.integers(-20, 20).map(float), min_size=1, max_size=80), st.integers(1, 6))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_bin_is_empty_and_whole_numbers_have_whole_edges(drawn: list[float], n_bins: int) -> None:
    values = np.array(drawn)
    edges = readable_edges(values, np.ones(len(values)), n_bins=n_bins)
    assert len(edges) < n_bins
    assert list(edges) == sorted(set(edges))
    assert (shares(edges, values) > 0).all()
    assert not is_whole(values) or all(edge.is_integer() for edge in edges)


@given(st.lists(st.floats(-10, 1000), min_size=1, max_size=80), st.integers(1, 6))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_spans_of_days_are_cut_at_whole_days(drawn: list[float], n_bins: int) -> None:
    days = np.array(drawn)
    edges = whole_day_edges(days, np.ones(len(days)), n_bins=n_bins)
    assert all(edge.is_integer() for edge in edges)
    assert (shares(edges, days) > 0).all()


def test_spans_within_a_day_are_not_cut() -> None:
    assert whole_day_edges(np.linspace(0.01, 0.4, 300), np.ones(300), n_bins=6) == ()
