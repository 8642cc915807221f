"""The notebooks run from top to bottom, say what they promise, and are stored without outputs."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def code_cells(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def run(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names a notebook leaves behind when it runs from top to bottom, in its own folder."""
    notebook = FOLDER / f"{name}.ipynb"
    monkeypatch.chdir(FOLDER)
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in code_cells(notebook):
        exec(compile("".join(cell["source"]), str(notebook), "exec"), names)  # noqa: S102 - our own notebooks
    return names


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(notebook: Path) -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code_cells(notebook))


def test_every_notebook_is_run_by_a_test_below() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["01_explore", "02_train_and_compare", "03_read_a_score"]


def test_exploring_finds_the_leak_and_the_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    names = run("01_explore", monkeypatch)
    assert names["spec"].features
    assert names["rate_by_age"]["mean"].between(0, 1).all()
    assert names["delay"]["converted"].is_monotonic_increasing
    assert [leak.name for leak in names["suspects"] if leak.excluded] == ["onboarding_manager"]


@pytest.mark.slow
def test_training_is_judged_and_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    names = run("02_train_and_compare", monkeypatch)
    assert names["card"].verdict.readiness in ("ready", "usable_with_care", "not_ready")
    assert len(names["card"].backtest) == 2
    assert names["baselines"].loc["roc_auc", "base_rate"] == 0.5
    assert names["compared"].difference is not None  # enough leads that neither was trained on
    assert "job_title" not in {column.name for column in names["second"].bundle.spec.columns}
    assert names["page"].read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_a_score_adds_up_and_doubles_the_odds_every_ten_points(monkeypatch: pytest.MonkeyPatch) -> None:
    names = run("03_read_a_score", monkeypatch)
    assert all(names["added_up"](scoring) == scoring.score for scoring in names["scorings"])
    ratio = names["scale"]["odds by probability"] / names["scale"]["odds by points"]
    inside = names["scale"]["score"].between(1, 99)
    assert ratio[inside].between(2**-0.06, 2**0.06).all()  # a score is rounded by half a point at most
    assert names["promised"]["leads"].sum() > 0
    assert added_up_again(names) == names["best"].score
    assert names["told"].decision.rule
    assert names["sources"].values


def added_up_again(names: dict[str, Any]) -> int:
    """The score of the lead that was scored once more, with more asked for."""
    score: int = names["added_up"](names["told"])
    return score
