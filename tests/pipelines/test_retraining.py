"""A second training: what it is compared with, and when it may become the champion."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

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
    assert refused.exit_code == 1
    assert "40 of each are needed to compare them" in refused.output
    assert run(folder, "promote", "--force").exit_code == 2
    forced = run(folder, "promote", "--force", "--why", "a trial")
    assert forced.exit_code == 0, forced.output
    assert "Forced, and recorded with the version: a trial" in forced.output
    report = folder / "report.html"
    assert run(folder, "report", "--of", "champion", "--out", str(report)).exit_code == 0
    assert "Usable with care" in report.read_text(encoding="utf-8")
