"""The demo in another language: its own headings, and every verb that it runs."""

from pathlib import Path

import pytest
from english_leftovers import english_in
from typer.testing import CliRunner

from leadscore.model.config import load_config
from leadscore.model.errors import SourceError
from leadscore.model.scoring.language import wording_in
from leadscore.pipelines import demo
from leadscore.pipelines.__main__ import app


def test_the_demo_speaks_the_language_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stop(**_: object) -> None:
        raise SourceError("Far enough")

    monkeypatch.setattr(demo, "train", stop)
    folder, german = tmp_path / "demo", wording_in("de")
    done = CliRunner().invoke(app, ["demo", "--folder", str(folder), "--leads", "1000", "--language", "de"])
    assert isinstance(done.exception, SourceError)
    headings = [line.rstrip("─ ") for line in done.output.splitlines() if "───" in line and " von 4" not in line]
    verbs = ("sample", "init", "check", "train")
    assert [f"{number} von 6: leadscore {verb}" for number, verb in enumerate(verbs, 1)] == [
        heading for heading in headings if "leadscore" in heading
    ]
    assert load_config(folder / "leadscore.toml").wording.language == "de"
    assert "Zeilen  " in done.output
    sections = ("check", "maturity", "notes", "leaks", "verbs", "inspection")
    assert english_in(done.output, german, *sections) == set()


def test_a_language_file_of_the_demo_is_named_from_where_it_is_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["demo", "--language", "xx.toml"])
    assert f"There is no language `{tmp_path / 'xx.toml'}`" in str(done.exception)
    assert not (tmp_path / "demo").exists()
