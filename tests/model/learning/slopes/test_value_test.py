"""Whether values tell something of what the rest of a model leaves unexplained."""

import numpy as np
import pytest

from leadscore.model.arrays import Floats, Mask
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.slopes.value_test import value_tests
from leadscore.model.scoring.contributions.additive import sigmoid

N = 2_000
NAMES = ("kind", "size", "noise")
FEATURES = (
    Feature("f.kind", "kind", "category", "kind", levels=("a", "b", "c")),
    Feature("f.size", "size", "numeric", "size"),
    Feature("f.noise", "noise", "numeric", "noise"),
)
SPEC = FeatureSpec((), tuple(Signal(name, name, "fit") for name in NAMES), FEATURES, dated=False)


def drawn(seed: int) -> tuple[Floats, Floats, Floats]:
    """Rows whose kind and size matter, a third of the sizes missing; and the true log-odds of each part."""
    rng = np.random.default_rng(seed)
    size = np.where(rng.random(N) < 0.3, np.nan, rng.normal(size=N))
    matrix = np.column_stack([rng.integers(0, 3, N).astype(float), size, rng.normal(size=N)])
    parts = np.column_stack([0.5 * (matrix[:, 0] - 1), 0.5 * np.nan_to_num(size), np.zeros(N)])
    return matrix, parts, rng.random(N)


def p_values_of(seed: int, *, parts: Floats | None = None, never: bool = False) -> Floats:
    matrix, truth, draw = drawn(seed)
    converted = (draw < sigmoid(-1.0 + truth.sum(axis=1))) & ~np.full(N, never)
    claimed = truth if parts is None else parts
    return value_tests(matrix, SPEC, claimed, claimed.sum(axis=1) - 1.0, one_row_each(converted))


def one_row_each(converted: Mask) -> EvaluationSet:
    return EvaluationSet(converted, np.ones(N), np.arange(N))


def test_values_that_tell_something_are_found_and_noise_is_not() -> None:
    found = p_values_of(3)
    assert (found[:2] < 1e-4).all()
    assert found[2] > 0.05


def test_values_are_found_even_where_the_model_claims_nothing_of_them() -> None:
    assert (p_values_of(3, parts=np.zeros((N, 3)))[:2] < 1e-4).all()


def test_noise_is_accused_by_chance_as_often_as_it_says() -> None:
    accused = sum(p_values_of(seed)[2] < 0.05 for seed in range(200))
    assert 2 <= accused <= 21  # within four standard errors of 10


def test_copies_of_a_lead_are_no_further_evidence() -> None:
    matrix, parts, draw = drawn(5)
    copies, few = np.repeat(np.arange(100), 20), np.repeat(np.arange(N // 20), 20)
    converted = draw[copies] < sigmoid(-1.0 + parts[copies].sum(axis=1))
    nothing = np.zeros((N, 3))
    evaluation_set = EvaluationSet(converted, np.ones(N), few)
    by_lead = value_tests(matrix[copies], SPEC, nothing, nothing.sum(axis=1) - 1.0, evaluation_set)
    by_row = value_tests(matrix[copies], SPEC, nothing, nothing.sum(axis=1) - 1.0, one_row_each(converted))
    assert (by_lead > by_row).all()


@pytest.mark.parametrize("constant", [0.0, np.nan])
def test_a_value_that_never_varies_tells_nothing(constant: float) -> None:
    matrix, parts, draw = drawn(0)
    matrix[:, 2] = constant
    converted = draw < sigmoid(-1.0 + parts.sum(axis=1))
    found = value_tests(
        matrix, SPEC, parts, parts.sum(axis=1) - 1.0, EvaluationSet(converted, np.ones(N), np.arange(N))
    )
    assert found[2] == 1.0


def test_where_nobody_converts_nothing_tells_anything() -> None:
    assert np.isfinite(p_values_of(0, never=True)).all()
