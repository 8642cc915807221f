"""What becomes of columns that say nothing, and of the reasons shown."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.comparisons import Comparison, compare
from benchmarks.slopes import misleads, on_sample, on_split, true_deviations
from leadscore.model.learning.slopes import Slopes
from leadscore.model.sample import NOISE_COLUMNS


def made(n: int = 1_500) -> Comparison:
    """A number that tells much, and a category of many levels that tells nothing; the last third is evaluated on."""
    rng = np.random.default_rng(0)
    size = rng.normal(size=n)
    rows = pd.DataFrame({"size": size, "colour": rng.integers(0, 30, n).astype(str)})
    converted = rng.random(n) < 1 / (1 + np.exp(1 - 2 * size))
    return compare(rows, converted, training=np.arange(n) < n * 2 // 3)


def test_a_split_is_judged_before_and_after_pruning() -> None:
    found = on_split(made(), 0)
    assert (found.left_out, found.signals) == (1, 2)
    assert found.after.misleading == 0
    assert 0 < found.after.per_row <= 1 < found.before.per_row <= 2
    low, high = found.log_loss["low"], found.log_loss["high"]
    assert low is not None
    assert high is not None
    assert low < 0.01 < high + 0.05


def test_a_signal_misleads_if_its_slope_is_surely_below_one_and_not_surely_above_zero() -> None:
    value = np.array([1.0, 0.5, 0.1, -0.5, 0.5, np.nan])
    half = np.array([0.3, 0.3, 0.3, 0.3, 0.9, np.nan])
    slopes = Slopes(value, value - half, value + half, value, value)
    assert misleads(slopes).tolist() == [False, False, True, True, False, False]


def test_the_true_deviations_are_those_of_the_table_of_traits() -> None:
    found = true_deviations()
    assert found["timeline"] == pytest.approx(0.492, abs=0.001)
    assert found["country"] < 0.25 < found["campaign"]
    assert not set(NOISE_COLUMNS) & set(found)


@pytest.mark.slow
def test_noise_is_mostly_out_and_never_a_reason_while_what_tells_much_stays(tmp_path: Path) -> None:
    samples = [on_sample(tmp_path / str(seed), seed) for seed in (0, 1, 2)]
    assert sum(len(one.out & set(NOISE_COLUMNS)) for one in samples) >= 8
    assert not any(one.told & set(NOISE_COLUMNS) for one in samples)
    for name, deviation in true_deviations().items():
        assert deviation < 0.3 or not any(name in one.out for one in samples)
