"""The learner on the fixed splits of real data: the figures it promises, and no worse than what is quickly run."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import predictions
from benchmarks.peers import LIGHTGBM, OURS
from benchmarks.quality import measure_all, missed_bars
from benchmarks.splits import SPLITS

pytestmark = pytest.mark.slow

QUICK = (OURS, LIGHTGBM, "HistGradientBoosting", "logistic regression", "naive Bayes", "base rate")

RATE_CHANGED = ("bpic2012 +3 d", "bpic2012 +7 d")
"""Test rows convert less often than training rows did, by more than the bar, and nothing in training foretells it."""


@pytest.mark.parametrize("name", SPLITS)
def test_every_bar_is_reached_on_a_split(
    name: str, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictions, "KEPT", tmp_path)  # nothing is taken from earlier runs
    split = measure_all(SPLITS[name](real_data), names=QUICK)
    assert split["learners"].keys() == set(QUICK)
    missed = list(missed_bars(name, split))
    if name in RATE_CHANGED:
        assert all("the mean prediction is" in line for line in missed)
        assert (
            _off(split, split["learners"][OURS]["mean_prediction"])
            < _off(split, split["training"]["base_rate"]) + 0.002
        )
    else:
        assert missed == []


def _off(split: dict[str, Any], rate: float) -> float:
    return abs(rate - float(split["test"]["base_rate"]))
