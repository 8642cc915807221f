import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from leadscore.model.data.leakage.strength import paired_aucs


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
@settings(max_examples=50, deadline=None)
def test_both_aucs_are_those_of_the_reference_with_ties(seed: int, levels: int) -> None:
    random = np.random.default_rng(seed)
    converted = np.arange(60) % 3 == 0
    first, second = random.integers(0, levels, (2, 60)).astype(float)
    pair = paired_aucs(converted, first, second)
    assert pair.first == pytest.approx(roc_auc_score(converted, first))
    assert pair.second == pytest.approx(roc_auc_score(converted, second))
    assert pair.low <= pair.first - pair.second <= pair.high


@pytest.mark.slow
def test_the_interval_is_that_of_the_bootstrap() -> None:
    random = np.random.default_rng(1)
    converted = random.random(600) < 0.3
    first = converted + random.normal(0, 1, 600)
    second = 0.5 * first + converted + random.normal(0, 2, 600)
    draws = [random.integers(0, 600, 600) for _ in range(1_000)]
    found = [roc_auc_score(converted[d], first[d]) - roc_auc_score(converted[d], second[d]) for d in draws]
    pair = paired_aucs(converted, first, second)
    assert (pair.low, pair.high) == pytest.approx(tuple(np.quantile(found, [0.025, 0.975])), abs=0.01)
