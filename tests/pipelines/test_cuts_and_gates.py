"""Grades keep their meaning from one training to the next, and what cannot be used is refused before the first."""

import shutil
from pathlib import Path

import pytest
from awkward_files import DATED_TOML, dated
from typer.testing import CliRunner, Result

from leadscore.model.config import load_config
from leadscore.model.errors import ConfigError
from leadscore.model.registry import Registry
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.decision import Policy
from leadscore.pipelines.__main__ import app

pytestmark = pytest.mark.slow

CONFIG = (
    DATED_TOML
    + """\
[policy]
cuts = {cuts}
alternative = "{alternative}"
{capacity}
[[gates]]
name = "Boats"
never = "industry = 'Boats'"
"""
)


@pytest.fixture
def folder(empty_registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    copy = Path(shutil.copytree(empty_registry, tmp_path / "project"))
    for name, table in zip(("leads", "outcomes"), dated(1_000), strict=True):
        table.to_csv(copy / f"{name}.csv", index=False)
    return copy


def configure(folder: Path, *, cuts: str = "[70, 60, 50]", alternative: str = "this", capacity: str = "") -> None:
    text = CONFIG.format(cuts=cuts, alternative=alternative, capacity=capacity)
    (folder / "leadscore.toml").write_text(text, encoding="utf-8")


def run(folder: Path, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, "--config", str(folder / "leadscore.toml")])


def trained(folder: Path, *options: str) -> tuple[Policy, str]:
    """The policy of a new challenger, and what training said."""
    result = run(folder, "train", *options)
    assert result.exit_code == 0, result.output
    registry = Registry.of(load_config(folder / "leadscore.toml"))
    policy = load_bundle(registry.resolve("challenger").folder).policy
    assert policy is not None
    return policy, " ".join(result.output.split())


def test_cuts_are_kept_until_they_are_edited_or_asked_for_anew(folder: Path) -> None:
    configure(folder)
    first, said = trained(folder)
    assert "A from 70 points, B from 60, C from 50" in said
    assert "There is no champion whose cuts could be kept." in said
    assert 'Gate "Boats" (never industry = "Boats"): It holds for none of' in said
    assert run(folder, "promote", "--force", "--why", "a trial").exit_code == 0
    configure(folder, alternative="that")
    kept, said = trained(folder)
    assert "The champion's cuts are kept" in said
    assert (kept.cuts, kept.fit_cuts, kept.found) == (first.cuts, first.fit_cuts, first.found)
    assert (first.alternative, kept.alternative) == ("this", "that")
    configure(folder, cuts="[80, 60, 50]")
    edited, said = trained(folder)
    assert "Other settings than those of the champion's cuts: `cuts`." in said
    assert edited.cuts.first == 80
    configure(folder)
    _, said = trained(folder, "--reset-cuts")
    assert "New cuts were asked for." in said


def test_what_cannot_be_used_is_refused_before_anything_is_learned(folder: Path) -> None:
    configure(folder, capacity='cut_by = "capacity"\ncapacity_per_week = 5000')
    refused = run(folder, "train")
    assert isinstance(refused.exception, ConfigError)
    assert "is 5,000, but only" in str(refused.exception)
    configure(folder)
    text = (folder / "leadscore.toml").read_text(encoding="utf-8")
    (folder / "leadscore.toml").write_text(text.replace("never =", "must ="), encoding="utf-8")
    refused = run(folder, "train")
    assert isinstance(refused.exception, ConfigError)
    assert 'The gate "Boats" would end every lead' in str(refused.exception)
    (folder / "leadscore.toml").write_text(text.replace("industry =", "industri ="), encoding="utf-8")
    refused = run(folder, "train")
    assert isinstance(refused.exception, ConfigError)
    assert "There is no column `industri`" in str(refused.exception)
    assert "did you mean `industry`?" in str(refused.exception)
