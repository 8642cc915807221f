"""The linear part is scikit-learn's logistic regression, as deviations from the mean."""

from functools import partial

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from leadscore.model.arrays import Floats, Mask
from leadscore.model.learning.learner import logistic
from leadscore.model.learning.learner.logistic import LogisticModel, fit_logistic

N = 400
LEVELS = (0, 0, 4)


def rows(seed: int = 0) -> tuple[Floats, Mask, Floats]:
    """Two numbers and a category of four codes, each with gaps; labels and weights."""
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([rng.normal(5, 2, N), rng.exponential(100, N), rng.integers(0, 4, N)]).astype(float)
    matrix[rng.random(matrix.shape) < 0.2] = np.nan
    chance = 1 / (1 + np.exp(3 - np.nan_to_num(matrix[:, 0], nan=4) * 0.6 + (matrix[:, 2] == 1)))
    return matrix, rng.random(N) < chance, rng.uniform(0.2, 1, N)


def fitted(seed: int = 0) -> LogisticModel:
    return fit_logistic(*rows(seed), levels=LEVELS)


def design(matrix: Floats, weights: Floats) -> Floats:
    """The same columns written independently: standardised numbers with indicators, one-hot codes."""
    columns = []
    for position in (0, 1):
        value = matrix[:, position]
        known = ~np.isnan(value)
        mean = np.average(value[known], weights=weights[known])
        spread = np.sqrt(np.average((value[known] - mean) ** 2, weights=weights[known]))
        columns += [np.where(known, (value - mean) / spread, 0), (~known).astype(float)]
    columns += [(matrix[:, 2] == code).astype(float) for code in range(4)]
    return np.column_stack([*columns, np.isnan(matrix[:, 2]).astype(float)])


@pytest.mark.parametrize("seed", range(3))
def test_the_margin_is_scikit_learn_s_decision_function(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    precise = partial(LogisticRegression, tol=1e-10)  # or both would stop a thousandth from the same optimum
    monkeypatch.setattr(logistic, "LogisticRegression", precise)
    matrix, converted, weights = rows(seed)
    columns = design(matrix, weights)
    reference = precise(C=1.0, max_iter=500).fit(columns, converted, sample_weight=weights)
    np.testing.assert_allclose(fitted(seed).margin(matrix), reference.decision_function(columns), atol=1e-6)


def test_every_term_has_a_mean_of_zero_over_the_training_rows() -> None:
    matrix, _, weights = rows()
    for term in fitted().linear.terms:
        assert np.average(term.contribution(matrix[:, term.position]), weights=weights) == pytest.approx(0, abs=1e-12)


def test_contributions_sum_to_the_margin() -> None:
    matrix, _, _ = rows()
    model = fitted()
    contributions = np.zeros_like(matrix)
    model.linear.add_to(contributions, matrix)
    np.testing.assert_allclose(contributions.sum(axis=1) + model.intercept, model.margin(matrix), atol=1e-12)


def test_numbers_outside_the_training_range_count_as_its_ends() -> None:
    matrix, _, _ = rows()
    low, high = np.nanmin(matrix, axis=0), np.nanmax(matrix, axis=0)
    far = np.array([[-1e300, 1e300, 0], [-np.inf, np.inf, 0]])
    ends = np.array([[low[0], high[1], 0.0]])
    np.testing.assert_array_equal(fitted().margin(far), np.repeat(fitted().margin(ends), 2))


@pytest.mark.parametrize(("code", "same_as"), [(99.0, 3.0), (1e300, 3.0), (np.inf, 3.0), (-1.0, 0.0), (-np.inf, 0.0)])
def test_a_code_out_of_range_counts_as_the_nearest_one(code: float, same_as: float) -> None:
    one, other = np.array([[5.0, 100.0, code]]), np.array([[5.0, 100.0, same_as]])
    assert fitted().margin(one) == fitted().margin(other)


def test_a_missing_value_is_a_fact_of_its_own() -> None:
    unknown = np.full((1, 3), np.nan)
    terms = fitted().linear.terms
    told = sum(float(term.contribution(unknown[:, term.position])[0]) for term in terms)
    assert fitted().margin(unknown)[0] == pytest.approx(fitted().intercept + told)
    assert told != 0


def test_a_feature_that_is_never_known_has_no_effect() -> None:
    matrix, converted, weights = rows()
    matrix[:, 1] = np.nan
    model = fit_logistic(matrix, converted, weights, levels=LEVELS)
    known = matrix.copy()
    known[:, 1] = 7.0
    assert np.isfinite(model.margin(known)).all()


def test_columns_that_never_vary_leave_the_base_rate() -> None:
    matrix = np.column_stack([np.full(N, 5.0), np.zeros(N)])
    _, converted, weights = rows()
    margin = fit_logistic(matrix, converted, weights, levels=(0, 0)).margin(matrix)
    np.testing.assert_allclose(1 / (1 + np.exp(-margin)), np.average(converted, weights=weights))


@pytest.mark.parametrize("largest", [1e160, 1e300, 1.7e308])
def test_a_huge_training_value_breaks_nothing(largest: float) -> None:
    matrix, converted, weights = rows()
    matrix[:3, 1] = (largest, -largest, largest)
    assert np.isfinite(fit_logistic(matrix, converted, weights, levels=LEVELS).margin(matrix)).all()


def test_a_scaled_part_has_scaled_contributions() -> None:
    matrix, _, _ = rows()
    linear = fitted().linear
    np.testing.assert_allclose(linear.scaled(0.3).margin(matrix), 0.3 * linear.margin(matrix), atol=1e-14)
