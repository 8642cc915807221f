"""What verbs load: only what they need, so that they start at once."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadscore.pipelines.__main__ import VERBS, app

_RUN = """
import sys
from leadscore.pipelines.__main__ import main
try:
    main()
finally:
    print("loaded:", *sorted(name for name in {heavy} if name in sys.modules), file=sys.stderr)
"""


def loaded(arguments: list[str], heavy: list[str]) -> list[str]:
    """Those of the heavy packages that a run of the command line has loaded by its end."""
    command = [sys.executable, "-c", _RUN.format(heavy=heavy), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("loaded:")]
    return line.split()[1:]


def test_help_loads_none_of_the_libraries_that_verbs_stand_on() -> None:
    heavy = ["pandas", "numpy", "duckdb", "lightgbm", "sklearn", "scipy", "mlflow", "pydantic", "sqlalchemy", "fastapi"]
    assert loaded(["--help"], heavy) == []


def test_scoring_a_file_loads_neither_the_search_nor_the_plots(project: Path, tmp_path: Path) -> None:
    config, out = str(project / "leadscore.toml"), str(tmp_path / "scores.csv")
    arguments = ["score", str(project / "leads.csv"), "--out", out, "--config", config]
    assert loaded(arguments, ["optuna", "matplotlib", "shap", "lightgbm"]) == ["lightgbm"]


@pytest.mark.parametrize(("verb", "summary"), VERBS.items(), ids=VERBS.keys())
def test_a_verb_is_listed_by_the_first_line_of_its_own_help(verb: str, summary: str) -> None:
    function = getattr(import_module(f"leadscore.pipelines.{verb}"), verb)
    assert (function.__doc__ or "").splitlines()[0] == summary


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_own_options(verb: str) -> None:
    shown = CliRunner().invoke(app, [verb, "--help"], terminal_width=200)
    assert (shown.exit_code, f"leadscore {verb} " in shown.output) == (0, True)
    assert ("--out" if verb == "sample" else "--folder" if verb == "demo" else "--config") in shown.output


def test_a_misspelt_verb_is_answered_with_the_nearest() -> None:
    refused = CliRunner().invoke(app, ["scor"])
    assert refused.exit_code == 2
    assert "No such command 'scor'. Did you mean 'score'" in refused.output
