"""Running today's verbs in a project folder, and reading what they leave there."""

import csv
import os
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from recorded import said_again, written

from leadscore.model.config import load_config
from leadscore.model.registry import Registry
from leadscore.model.scoring.bundle import Bundle, load_bundle

NOW = {"record_id", "scored_at"}


def said(folder: Path, *command: str, status: int = 0) -> str:
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "COLUMNS": "110"}
    whole = [sys.executable, "-m", "leadscore.pipelines", *command]
    done = subprocess.run(whole, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == status, done.stdout + done.stderr
    return (done.stdout + done.stderr).replace(str(folder.resolve()), "@PROJECT@")


def alike(printed: str, recorded: str) -> bool:
    """Whether two texts say the same, but for blanks at ends of lines and before the sign of per cent."""
    first, second = ([written(line).rstrip() for line in text.splitlines()] for text in (printed, recorded))
    return first == second


_DECIDED = (
    "Sales-",
    "Marketing-",
    "Product-",
    "Not qualified",
    "Rule:",
    "Expected value",
    "The score moved",
    "The score has",
)


def decided_lines(printed: str) -> list[str]:
    """The lines of ``explain`` on the decision and on how far the score moved, which no later release words anew."""
    return [line for line in printed.splitlines() if line.startswith(_DECIDED)]


def table_rows(printed: str) -> list[list[str]]:
    """The rows of every table that ``check`` drew: figures, whatever is said around them."""
    return [[cell.strip() for cell in written(line).split("│")[1:-1]] for line in printed.splitlines() if "│" in line]


def counts_by(printed: str) -> list[str]:
    """How many leads ``score`` found of each grade and for each route."""
    return [line for line in printed.splitlines() if line.startswith(("By grade", "By route"))]


def rows_of(path: Path) -> dict[str, dict[str, Any]]:
    if path.suffix == ".parquet":
        return {row["lead_id"]: row for row in pq.read_table(path).to_pylist()}
    with path.open(encoding="utf-8", newline="") as text:
        return {row["lead_id"]: dict(row) for row in csv.DictReader(text)}


def same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every cell of the earlier release is there, and as it was."""
    assert said_again({name: cell for name, cell in expected.items() if name not in NOW}, found)


def decide_as_recorded(found: dict[str, dict[str, Any]], every_lead: list[list[Any]]) -> None:
    """Every lead has the score, the probability, the grade and the decision that it had."""
    for lead, score, probability, grade, cell, qualification, route in every_lead:
        row = found[lead]
        assert (row["score"], row["grade"], row["cell"]) == (score, grade, cell)
        assert row["probability"] == pytest.approx(probability, abs=1e-12)
        assert (row["decision"]["qualification"], row["decision"]["route"]) == (qualification, route)


def carries_over(bundle: Bundle, expected: dict[str, Any]) -> None:
    """The bundle, its reference and its thresholds are those that were recorded."""
    assert (bundle.sha256, bundle.reference) == (expected["sha256"], expected["reference"])
    assert bundle.policy is not None
    for name in ("cuts", "fit_cuts", "interest_cuts"):
        found = getattr(bundle.policy, name)
        assert (None if found is None else list(astuple(found))) == expected[name]


def bundle_of(folder: Path, alias: str = "champion") -> Bundle:
    return load_bundle(Registry.of(load_config(folder / "leadscore.toml")).resolve(alias).folder)
