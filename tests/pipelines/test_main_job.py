"""The main job on a small sample: every verb ran, and what each left behind fits the others."""

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from golden_card import whole
from typer.testing import CliRunner

from leadscore.model.card import card_as_dict
from leadscore.model.config import load_config
from leadscore.model.errors import SourceError
from leadscore.model.registry import Registry
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.timestamps import moment
from leadscore.pipelines.__main__ import app, main

runner = CliRunner()


def test_training_says_what_the_model_was_evaluated_by(project: Path) -> None:
    log = (project / "train.log").read_text()
    for told in ("ROC AUC", "log loss", "lift at 10%", "naive Bayes", "LightGBM default", "random split"):
        assert told in log
    assert "Left out as a leak: onboarding_manager." in log
    assert "Judged forward in time" in log
    assert "usable with care: " in log
    assert "Registered as version 1, challenger" in log


def test_the_card_of_the_champion_is_complete_and_plausible(project: Path) -> None:
    resolved = Registry.of(load_config(project / "leadscore.toml")).resolve("champion")
    card = whole(load_bundle(resolved.folder).card)
    auc = card.metrics["model"].roc_auc
    assert auc.low < auc.value < auc.high
    assert auc.value > 0.6
    assert card.training.leads > card.split.training.leads
    for name in ("question", "data", "drivers", "calibration_curve", "by_age", "seed", "trained_until", "verdict"):
        assert getattr(card, name) not in (None, ())
    for name in ("maturity", "backtest", "slices", "by_month", "gains", "twin_sha256", "grades", "interval"):
        assert getattr(card, name) not in (None, ())
    assert [leak.name for leak in card.leaks if leak.excluded] == ["onboarding_manager"]
    json.dumps(card_as_dict(card), allow_nan=False)


def test_no_signal_that_is_noise_by_construction_leads_the_drivers(project: Path) -> None:
    resolved = Registry.of(load_config(project / "leadscore.toml")).resolve("champion")
    strongest = [row.signal for row in whole(load_bundle(resolved.folder).card).drivers[:5]]
    assert not {"Newsletter colour", "Utm term", "Badge number", "Onboarding manager"} & set(strongest)


def test_every_open_lead_is_scored_once_and_its_points_add_up(project: Path) -> None:
    scores = pd.read_parquet(project / "scores.parquet")
    assert scores["lead_id"].is_unique
    shown = scores["reasons"].map(lambda reasons: sum(reason["points"] for reason in reasons))
    total = scores["start"] + shown + scores["other_points"] + scores["beyond_scale"]
    assert (total == scores["score"]).all()
    assert scores["score"].between(0, 100).all()
    axes = scores["fit"] + scores["interest"] + scores["context"] - 2 * scores["start"]
    assert (axes + scores["beyond_scale"] == scores["score"]).all()


def test_csv_and_parquet_hold_the_same_scores(project: Path) -> None:
    parquet = pd.read_parquet(project / "scores.parquet")
    csv = pd.read_csv(project / "scores.csv", dtype={"lead_id": str, "model_version": str})
    for column in ("lead_id", "as_of", "score", "fit", "interest", "context", "start", "other_points", "beyond_scale"):
        assert (csv[column] == parquet[column]).all()
    np.testing.assert_allclose(csv["probability"], parquet["probability"], rtol=1e-12)
    first = parquet["reasons"].map(lambda reasons: reasons[0]["text"] if len(reasons) else None)
    assert (csv["reason_1_text"].fillna("") == first.fillna("")).all()


def test_rejected_rows_of_a_scored_file_are_counted_and_written(project: Path) -> None:
    rejects = pd.read_csv(project / "scores.rejects.csv")
    assert f"{len(rejects):,} failures in the input" in (project / "score.log").read_text()
    assert {"duplicate_lead", "unreadable_date", "unknown_lead"} <= set(rejects["rule"])


def test_all_scores_every_lead_that_existed(project: Path, tmp_path: Path) -> None:
    everyone = tmp_path / "everyone.parquet"
    command = ["score", str(project / "leads.csv"), "--out", str(everyone), "--all"]
    assert runner.invoke(app, [*command, "--config", str(project / "leadscore.toml")]).exit_code == 0
    still_open = pd.read_parquet(project / "scores.parquet")
    scored = pd.read_parquet(everyone)
    assert set(still_open["lead_id"]) < set(scored["lead_id"])


def test_without_the_outcomes_only_all_leads_can_be_scored(project: Path, tmp_path: Path) -> None:
    lone = tmp_path / "lone"
    shutil.copytree(project, lone)
    config = lone / "leadscore.toml"
    config.write_text(config.read_text().replace("outcomes.csv", "gone.csv"))
    command = ["score", str(lone / "leads.csv"), "--out", str(lone / "all.csv"), "--config", str(config)]
    with pytest.raises(SourceError, match=r"gone\.csv"):
        runner.invoke(app, command, catch_exceptions=False)
    result = runner.invoke(app, [*command, "--all"], catch_exceptions=False)
    assert "Going on without the outcomes" in result.output
    assert len(pd.read_csv(lone / "all.csv")) > len(pd.read_parquet(project / "scores.parquet"))


def test_scores_rank_the_leads_as_the_known_truth_does(project: Path) -> None:
    truth = pd.read_csv(project / "truth.csv").set_index("lead_id")
    scores = pd.read_parquet(project / "scores.parquet").set_index("lead_id")
    created = pd.read_csv(project / "leads.csv").drop_duplicates("lead_id").set_index("lead_id")["created_at"]
    recent = [lead for lead in scores.index if str(created.get(lead, "")) >= "2025-05"]
    assert len(recent) > 50
    ranks = scores.loc[recent, "score"].rank().corr(truth.loc[recent].iloc[:, 0].rank())
    assert ranks > 0.3


def test_explaining_a_lead_begins_with_the_answer_in_eight_lines(project: Path) -> None:
    row = pd.read_parquet(project / "scores.parquet").sort_values("score").iloc[-1]
    result = runner.invoke(app, ["explain", row["lead_id"], "--config", str(project / "leadscore.toml")])
    assert result.exit_code == 0
    answer, _, rest = result.output.partition("\n\n")
    first, *others = answer.splitlines()
    assert first.startswith(row["lead_id"])
    assert first.endswith(row["headline"])
    assert 2 < len(others) < 8
    assert "--full" in rest
    assert f"Score {row['score']}" not in result.output


def test_explaining_a_lead_in_full_prints_a_sum_that_ends_in_its_score(project: Path) -> None:
    row = pd.read_parquet(project / "scores.parquet").sort_values("score").iloc[-1]
    command = ["explain", row["lead_id"], "--full", "--config", str(project / "leadscore.toml")]
    result = runner.invoke(app, command)
    assert result.exit_code == 0
    assert f"Score {row['score']}, grade {row['grade']} " in result.output
    assert ", owner " in result.output
    for reason in row["reasons"]:
        assert f"{reason['points']:+d}".replace("-", "−") in result.output


def test_scoring_as_of_an_earlier_moment_knows_only_what_was_known_then(project: Path, tmp_path: Path) -> None:
    early = tmp_path / "early.parquet"
    command = ["score", str(project / "leads.csv"), "--out", str(early), "--as-of", "2024-09-01"]
    result = runner.invoke(app, [*command, "--config", str(project / "leadscore.toml")])
    assert result.exit_code == 0, result.output
    scores = pd.read_parquet(early)
    assert set(scores["as_of"]) == {"2024-09-01T00:00:00Z"}
    routes = Counter(decision["route"] for decision in scores["decision"])
    assert f"nurture {routes['nurture']:,}" in result.output
    assert f"A {(scores['grade'] == 'A').sum()}, B " in result.output
    assert 0 < len(scores) < 1_200
    assert moment("2024-09-01") > 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["explain", "nobody"], "There is no lead 'nobody'"),
        (["score", "leads.csv", "--out", "scores.xlsx"], "Scores are written as CSV or Parquet"),
        (["score", "nothing.csv", "--out", "scores.csv"], "nothing.csv"),
        (["score", "leads.csv", "--out", "scores.csv", "--as-of", "yesterday"], "is not a date or time"),
        (["explain", "L001400", "--as-of", "2023-01-01"], "did not exist yet"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_exits_with_one(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr("sys.argv", ["leadscore", *command])
    with pytest.raises(SystemExit, match="1"):
        main()
    output = capsys.readouterr().out
    assert said in output
    assert "what to do" in output


@pytest.mark.slow
def test_training_the_same_data_again_gives_the_same_trees_to_the_byte(project: Path) -> None:
    config = load_config(project / "leadscore.toml")
    first = Registry.of(config).resolve("champion").folder / "booster.txt"
    from leadscore.model.data.tables import read_tables
    from leadscore.model.learning.training import train

    again = train(read_tables(config, not_after=moment("2026-01-01")), config)
    assert again.bundle.model.booster == first.read_text()
