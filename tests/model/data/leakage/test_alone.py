import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from leadscore.model.config import ColumnSettings
from leadscore.model.data.leakage.evidence import Auc, LeakColumn, auc_alone, folds, rates_alone

N = 4_000
RANDOM = np.random.default_rng(0)
CONVERTED = RANDOM.random(N) < 0.2
FOLD = folds(N, seed=0)


def auc(values: np.ndarray) -> Auc:
    settings = ColumnSettings(role="numeric" if values.dtype.kind == "f" else "category")
    return auc_alone(LeakColumn("x", settings, values).groups, CONVERTED, FOLD)


def test_noise_tells_nothing() -> None:
    found = auc(RANDOM.random(N))
    assert found.value == pytest.approx(0.5, abs=0.05)
    assert not found.beyond_chance(1)


def test_an_identity_tells_nothing_though_it_fits_perfectly() -> None:
    assert not auc(np.array([f"lead {i}" for i in range(N)], dtype=object)).beyond_chance(1)


def test_a_copy_of_the_outcome_tells_everything() -> None:
    assert auc(np.array(["yes" if won else None for won in CONVERTED], dtype=object)).value == 1.0


def test_a_missing_number_is_a_value_of_its_own() -> None:
    assert auc(np.where(CONVERTED, np.nan, 5.0)).value == 1.0


def test_a_number_tells_about_as_much_as_its_ranks_whichever_way_they_point() -> None:
    numbers = CONVERTED + RANDOM.normal(0, 0.8, N)
    expected = roc_auc_score(CONVERTED, numbers)
    for values in (numbers, -numbers):
        found = auc(values)
        assert found.value == pytest.approx(expected, abs=0.02)
        assert abs(found.value - expected) < 2 * found.error


def test_the_auc_is_that_of_the_rates_with_ties_counted_half() -> None:
    groups = RANDOM.integers(0, 7, N).astype(np.int32)
    expected = roc_auc_score(CONVERTED, rates_alone(groups, CONVERTED, FOLD))
    assert auc_alone(groups, CONVERTED, FOLD).value == pytest.approx(expected, abs=1e-12)


def test_what_is_beyond_chance_takes_more_the_more_columns_there_are() -> None:
    assert Auc(0.53, 0.015).beyond_chance(1)
    assert not Auc(0.53, 0.015).beyond_chance(100)
