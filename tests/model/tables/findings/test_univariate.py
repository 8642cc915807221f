import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from leadscore.model.tables.findings.univariate import auc_alone

RANDOM = np.random.default_rng(0)
CONVERTED = RANDOM.random(4_000) < 0.2


def test_a_column_of_noise_tells_nothing() -> None:
    auc = auc_alone(RANDOM.random(4_000), CONVERTED, seed=0)
    assert auc.low < 0.5
    assert auc.value == pytest.approx(0.5, abs=0.05)


def test_an_identity_tells_nothing_though_it_fits_perfectly() -> None:
    auc = auc_alone(np.array([f"lead {i}" for i in range(4_000)], dtype=object), CONVERTED, seed=0)
    assert auc.value == pytest.approx(0.5, abs=0.05)


def test_a_copy_of_the_outcome_tells_everything() -> None:
    auc = auc_alone(np.array(["yes" if won else None for won in CONVERTED], dtype=object), CONVERTED, seed=0)
    assert auc.value == 1.0


def test_a_missing_number_is_a_value_of_its_own() -> None:
    auc = auc_alone(np.where(CONVERTED, np.nan, 5.0), CONVERTED, seed=0)
    assert auc.value == 1.0


def test_a_number_tells_about_as_much_as_its_ranks_whichever_way_they_point() -> None:
    numbers = CONVERTED + RANDOM.normal(0, 0.8, 4_000)
    expected = roc_auc_score(CONVERTED, numbers)
    for values in (numbers, -numbers):
        auc = auc_alone(values, CONVERTED, seed=0)
        assert auc.value == pytest.approx(expected, abs=0.02)
        assert auc.low < expected < auc.high


def test_the_same_seed_gives_the_same_number() -> None:
    numbers = RANDOM.random(4_000)
    assert auc_alone(numbers, CONVERTED, seed=3) == auc_alone(numbers, CONVERTED, seed=3)
