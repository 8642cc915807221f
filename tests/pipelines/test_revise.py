"""Revising from the command line: a new version that may be promoted at once, and may be trained on from."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from leadscore.model.config import load_config
from leadscore.model.registry import Registry
from leadscore.model.registry.promoting import registered_candidate
from leadscore.model.scoring.language import english
from leadscore.pipelines.__main__ import app


def run(folder: Path, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, "--config", str(folder / "leadscore.toml")], catch_exceptions=False)


@pytest.mark.slow
def test_a_revision_is_promoted_without_force_and_speaks_german(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "revised"
    shutil.copytree(project, folder)
    config = folder / "leadscore.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('language = "en"', 'language = "de"'), encoding="utf-8")
    made = run(folder, "revise")
    assert made.exit_code == 0, made.output
    assert "Als Version 2 eingetragen, Herausforderer: Version 1 mit den Wörtern, Regeln und Wegen" in made.output
    promoted = run(folder, "promote")
    assert "Es bewertet jeden Lead so wie Version 1" in promoted.output
    out = folder / "german.csv"
    assert run(folder, "score", str(folder / "leads.csv"), "--out", str(out)).exit_code == 0
    assert "solchen Leads haben konvertiert" in out.read_text(encoding="utf-8")
    registry = Registry.of(load_config(config))
    compared = registered_candidate(registry, registry.resolve("champion"), english())
    assert compared.twin is not None  # the next training compares itself with the twin it was made beside
    report = folder / "report.html"
    assert run(folder, "report", "--of", "champion", "--out", str(report)).exit_code == 0
    assert "aus der es entstanden ist" in report.read_text(encoding="utf-8")
