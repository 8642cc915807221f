"""The logistic regression's columns: dense or sparse alike, and never more than can be carried."""

import numpy as np
import pytest

from leadscore.model.arrays import Floats, Mask
from leadscore.model.learning.learner import design, logistic
from leadscore.model.learning.learner.design import Design
from leadscore.model.learning.learner.logistic import fit_logistic

N = 600
LEVELS = (0, 0, 6, 40)


def rows(seed: int = 0, n: int = N) -> tuple[Floats, Mask, Floats]:
    """Two numbers and two categories with gaps; a few codes of the second are frequent, most are rare."""
    rng = np.random.default_rng(seed)
    wide = np.minimum(rng.geometric(0.15, n) - 1, LEVELS[3] - 1)
    matrix = np.column_stack([rng.normal(size=n), rng.exponential(size=n), rng.integers(0, 6, n), wide]).astype(float)
    matrix[rng.random(matrix.shape) < 0.1] = np.nan
    chance = 1 / (1 + np.exp(1 - np.nan_to_num(matrix[:, 0]) - 0.1 * np.nan_to_num(matrix[:, 3])))
    return matrix, rng.random(n) < chance, rng.uniform(0.3, 1.0, n)


def test_sparse_and_dense_columns_give_the_same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, converted, weights = rows()
    margins = []
    for dense_from in (0.0, 1.0):
        monkeypatch.setattr(logistic, "DENSE_FROM", dense_from)
        margins.append(fit_logistic(matrix, converted, weights, levels=LEVELS).margin(matrix))
    np.testing.assert_allclose(margins[0], margins[1], atol=1e-9)


def test_every_code_and_every_gap_has_a_column_of_its_own() -> None:
    matrix, _, weights = rows()
    columns = Design.of(matrix, weights, LEVELS).columns(matrix).toarray()
    coded = columns[:, 4:]
    assert (coded[:, :7].sum(axis=1) == 1).all()
    np.testing.assert_array_equal(coded[:, 6], np.isnan(matrix[:, 2]))
    for code in range(6):
        np.testing.assert_array_equal(coded[:, code], matrix[:, 2] == code)
    np.testing.assert_array_equal(columns[:, 2:4], np.isnan(matrix[:, :2]))


@pytest.mark.parametrize("most", [5, 12, 30])
def test_with_too_many_codes_the_rarest_share_the_column_of_other_values(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(design, "MAX_CODES", most)
    matrix, _, weights = rows()
    made = Design.of(matrix, weights, LEVELS)
    own = {}
    for category in made.categories:
        codes = matrix[:, category.position]
        other, gap = category.columns[-2:]
        assert gap == category.width - 1
        counts = np.bincount(codes[~np.isnan(codes)].astype(int), minlength=len(category.columns) - 1)
        for code, column in enumerate(category.columns[:-2]):
            own[category.position, code] = (counts[code], column != other)
    apart = [count for count, has_own in own.values() if has_own]
    shared = [count for count, has_own in own.values() if not has_own]
    assert len(apart) <= most
    assert shared
    assert max(shared) < min(apart, default=N)


def test_codes_that_share_a_column_have_the_same_share_of_the_log_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(design, "MAX_CODES", 10)
    matrix, converted, weights = rows()
    model = fit_logistic(matrix, converted, weights, levels=LEVELS)
    category = Design.of(matrix, weights, LEVELS).categories[1]
    offsets = np.array([*model.linear.categories[1].offsets, model.linear.categories[1].missing])
    for column in range(category.width):
        assert len(set(offsets[category.columns == column])) == 1
    assert len(set(offsets)) == category.width
    for term in model.linear.terms:
        assert np.average(term.contribution(matrix[:, term.position]), weights=weights) == pytest.approx(0, abs=1e-12)


def test_a_giant_category_and_hundreds_of_columns_are_carried() -> None:
    rng = np.random.default_rng(1)
    n, n_levels = 6_000, 10_000
    numbers = rng.normal(size=(n, 60))
    codes = [rng.integers(0, n_levels, n), *(rng.integers(0, 250, n) for _ in range(40))]
    matrix = np.column_stack([numbers, *codes])
    converted = rng.random(n) < 1 / (1 + np.exp(2 - numbers[:, 0]))
    levels = (0,) * 60 + (n_levels + 1,) + (251,) * 40
    made = Design.of(matrix, np.ones(n), levels)
    assert sum(category.width for category in made.categories) <= design.MAX_CODES + 2 * 41
    model = fit_logistic(matrix, converted, np.ones(n), levels=levels)
    assert np.corrcoef(model.margin(matrix), numbers[:, 0])[0, 1] > 0.5


def test_no_category_and_no_number_are_no_columns() -> None:
    matrix, converted, weights = rows()
    assert Design.of(matrix[:, :2], weights, (0, 0)).columns(matrix[:, :2]).shape == (N, 4)
    assert fit_logistic(matrix[:, 2:], converted, weights, levels=(6, 40)).linear.numeric == ()
