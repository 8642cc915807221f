"""Values are assigned to bins by edges and codes, and bins are combined into cells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.scoring.rates import Bins, SignalRates
from leadscore.model.scoring.rates.bins import bins_of, cells_of, n_cells

numbers = st.floats(-1e300, 1e300) | st.just(float("nan"))
edges = st.lists(st.floats(-100, 100), unique=True, max_size=5).map(lambda found: tuple(sorted(found)))


def bin_by_hand(edges: tuple[float, ...], value: float) -> int:
    return len(edges) + 1 if np.isnan(value) else sum(value >= edge for edge in edges)


@given(edges, st.lists(numbers, max_size=20))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_number_lies_at_or_above_the_edges_below_it(edges: tuple[float, ...], values: list[float]) -> None:
    matrix = np.column_stack([np.zeros(len(values)), np.array(values, dtype=float)])
    found = Bins(1, edges).of(matrix)
    assert found.tolist() == [bin_by_hand(edges, value) for value in values]


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (2, 2), (3, 3), (7, 3), (-1, 0), (np.nan, 4)])
def test_a_code_is_its_own_bin_and_an_unheard_of_one_counts_as_the_last(code: float, expected: int) -> None:
    bins = Bins(0, codes=4)
    assert bins.size == 5
    assert bins.of(np.array([[code]])).tolist() == [expected]


@given(edges, st.integers(1, 4), st.integers(0, 10_000))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_cells_of_two_features_are_told_apart_and_found_again(edges: tuple[float, ...], codes: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([rng.uniform(-100, 100, 40), rng.integers(0, codes, 40)])
    matrix[rng.random(matrix.shape) < 0.2] = np.nan
    bins = (Bins(0, edges), Bins(1, codes=codes))
    cells = cells_of(bins, matrix)
    assert cells.max(initial=0) < n_cells(bins)
    assert [bins_of(bins, cell) for cell in cells.tolist()] == [*zip(*(part.of(matrix) for part in bins), strict=True)]


def test_a_row_is_in_the_segment_of_its_cell() -> None:
    by_code = SignalRates((Bins(0, codes=3),), (0.1, 0.2), (50, 60), segments=(0, 1, 0, 1))
    matrix = np.array([[0.0], [1.0], [2.0], [np.nan]])
    assert by_code.of(matrix).tolist() == [0, 1, 0, 1]
    assert [by_code.segment_of(cell) for cell in range(4)] == [0, 1, 0, 1]
    assert [by_code.cells_in(segment) for segment in range(2)] == [[0, 2], [1, 3]]


def test_in_a_bundle_of_an_earlier_release_every_cell_is_a_segment() -> None:
    by_code = SignalRates((Bins(0, codes=2),), (0.1, 0.2, None), (50, 60, None))
    assert by_code.of(np.array([[1.0], [np.nan]])).tolist() == [1, 2]
    assert by_code.cells_in(1) == [1]
    assert by_code.whole.expected == (None, None, None)
