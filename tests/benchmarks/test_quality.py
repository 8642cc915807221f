"""The learner on the fixed splits of real data: the figures it promises, and no worse than what is quickly run."""

from pathlib import Path

import pytest

from benchmarks import predictions
from benchmarks.peers import LIGHTGBM, OURS
from benchmarks.quality import measure_all, missed_bars
from benchmarks.splits import SPLITS

pytestmark = pytest.mark.slow

QUICK = (OURS, LIGHTGBM, "HistGradientBoosting", "logistic regression", "naive Bayes", "base rate")


@pytest.mark.parametrize("name", SPLITS)
def test_every_bar_is_reached_on_a_split(
    name: str, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictions, "KEPT", tmp_path)  # nothing is taken from earlier runs
    split = measure_all(SPLITS[name](real_data), names=QUICK)
    assert split["learners"].keys() == set(QUICK)
    assert list(missed_bars(name, split)) == []
