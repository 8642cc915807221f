"""The main job on four public data sets, by the commands an analyst types."""

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.product import CASES, run_case

pytestmark = pytest.mark.slow

BETTER_THAN_THE_BASE_RATE = 0.0


@pytest.mark.parametrize("name", CASES)
def test_the_main_job_runs_and_beats_the_base_rate(name: str, real_data: Path, tmp_path: Path) -> None:
    result = run_case(CASES[name], real_data, tmp_path)
    model, base_rate = result["metrics"]["model"], result["metrics"]["base_rate"]
    assert model["log_loss"]["value"] - base_rate["log_loss"]["value"] < BETTER_THAN_THE_BASE_RATE
    assert model["roc_auc"]["low"] > 0.5
    scores = pd.read_parquet(tmp_path / "scores.parquet")
    shown = scores["reasons"].map(lambda reasons: sum(reason["points"] for reason in reasons))
    assert (scores["start"] + shown + scores["other_points"] + scores["beyond_scale"] == scores["score"]).all()


def test_coil2000_finds_buyers_as_the_challenge_entries_did(real_data: Path, tmp_path: Path) -> None:
    run_case(CASES["coil2000"], real_data, tmp_path)
    scores = pd.read_parquet(tmp_path / "scores.parquet")
    bought = pd.read_csv(real_data / "coil2000" / "test.csv.gz")["bought"]
    top = scores["probability"].sort_values(ascending=False, kind="stable").index[:800]
    assert bought[top].sum() >= 105
