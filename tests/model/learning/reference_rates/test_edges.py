"""A number may be cut at edges that people can read, with values on either side of each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.arrays import Floats
from leadscore.model.learning.reference_rates.bin_edges import MOST_EDGES, is_whole, readable_edges

RNG = np.random.default_rng(0)
BELL = RNG.normal(100, 50, 2000)


def shares(edges: Floats, values: Floats) -> Floats:
    return np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1) / len(values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.repeat([2019.0, 2020.0, 2021.0], 100), [2020.0, 2021.0]),
        (np.repeat([0.0, 1.0, 2.0, 3.0], [700, 100, 100, 100]), [1.0, 2.0, 3.0]),
        (np.array([1.0, 2.0]), [2.0]),
        (np.array([0.1, 0.2, 0.3004]), [0.2, 0.3]),
        (np.full(50, 7.0), []),
        (np.repeat([-1e300, 1e300], 50), [1e300]),
        (np.repeat([1.0, np.finfo(float).max], 50), [np.finfo(float).max]),
    ],
)
def test_few_kinds_of_values_are_cut_at_each(values: Floats, expected: list[float]) -> None:
    assert readable_edges(values, np.ones(len(values))).tolist() == pytest.approx(expected, rel=1e-6)


def test_edges_of_many_values_are_round() -> None:
    edges = readable_edges(np.arange(1.0, 20_001.0), np.ones(20_000))
    assert edges[:4].tolist() == [200.0, 400.0, 600.0, 790.0]
    assert edges[-3:].tolist() == [18_000.0, 19_000.0, 20_000.0]
    assert len(readable_edges(np.linspace(1.0001, 1.0002, 500), np.ones(500))) > MOST_EDGES / 2  # by as many digits


def test_about_equal_weight_lies_between_two_edges() -> None:
    edges = readable_edges(BELL, np.ones(len(BELL)))
    assert MOST_EDGES / 2 < len(edges) <= MOST_EDGES
    assert shares(edges, BELL).max() < 10 / MOST_EDGES


def test_looks_count_by_their_weight() -> None:
    weights = np.where(BELL < 100, 1.0, 0.1)
    light, even = (readable_edges(BELL, w) for w in (weights, np.ones(len(BELL))))
    assert np.median(light) < np.median(even)


@given(st.lists(st.floats(-1e6, 1e6) | st.integers(-20, 20).map(float), min_size=1, max_size=80), st.booleans())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_there_are_values_between_any_two_edges(drawn: list[float], whole_days: bool) -> None:
    values = np.array(drawn)
    edges = readable_edges(values, np.ones(len(values)), whole_days=whole_days)
    assert edges.tolist() == sorted(set(edges.tolist()))
    assert (shares(edges, values) > 0).all()
    if whole_days or is_whole(values):
        assert (edges == np.rint(edges)).all()


def test_spans_within_a_day_are_not_cut() -> None:
    assert readable_edges(np.linspace(0.01, 0.4, 300), np.ones(300), whole_days=True).tolist() == []
