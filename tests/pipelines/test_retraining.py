"""A second training: what it is compared with, and when it may become the champion."""

import shutil
from pathlib import Path

import pytest
from awkward_files import DATED_TOML, dated
from golden_card import whole
from typer.testing import CliRunner, Result

from leadscore.model.config import load_config
from leadscore.model.learning.promotion.promotion_rule import PromotionError
from leadscore.model.registry import Registry
from leadscore.model.scoring.bundle import load_bundle
from leadscore.pipelines.__main__ import app

pytestmark = pytest.mark.slow


def run(folder: Path, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, "--config", str(folder / "leadscore.toml")])


def test_a_challenger_without_enough_new_leads_needs_a_reason_to_be_forced(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    shutil.copytree(project, folder)
    trained = run(folder, "train")
    assert trained.exit_code == 0, trained.output
    assert "Against the champion:" in trained.output
    refused = run(folder, "promote")
    assert isinstance(refused.exception, PromotionError)
    assert "40 of each are needed to compare them" in str(refused.exception)
    assert run(folder, "promote", "--force").exit_code == 2
    forced = run(folder, "promote", "--force", "--why", "a trial")
    assert forced.exit_code == 0, forced.output
    assert "Forced against this rule, and kept with the version: a trial" in forced.output
    report = folder / "report.html"
    assert run(folder, "report", "--of", "champion", "--out", str(report)).exit_code == 0
    assert "Usable with care" in report.read_text(encoding="utf-8")


CONFIG = (
    DATED_TOML
    + """\
[columns.industry]
role = "category"
"""
)


def test_a_search_is_kept_for_the_next_one_and_reported_in_card_and_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    for name, table in zip(("leads", "outcomes"), dated(1_500), strict=True):
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "leadscore.toml").write_text(CONFIG)
    trained = run(tmp_path, "train", "--search", "0.001")
    assert trained.exit_code == 0, trained.output
    (journal,) = (tmp_path / ".leadscore").glob("search-*.journal")
    assert journal.stat().st_size > 0
    registry = Registry.of(load_config(tmp_path / "leadscore.toml"))
    search = whole(load_bundle(registry.resolve("challenger").folder).card).learner.search
    assert search.trials >= 1
    assert search.replaced is False
    assert "the default stayed" in (registry.files("challenger") / "report.html").read_text(encoding="utf-8")
