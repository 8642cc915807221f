"""A project folder of release 0.3.0 goes on working: check, scores, changes of scores, aliases and revisions."""

import json
from pathlib import Path
from typing import Any

import pytest
from projects import (
    alike,
    bundle_of,
    carries_over,
    counts_by,
    decide_as_recorded,
    decided_lines,
    rows_of,
    said,
    same,
    table_rows,
)
from unpacking import unpack_project

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ANSWERS: dict[str, Any] = json.loads((HERE / "answers_of_0_3_0.json").read_text(encoding="utf-8"))
MADE_ANEW = {"ask", "help", "why_not", "summary"}
"""Advice follows the rules of today."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack_project(HERE / "project_of_0_3_0.tar.xz", tmp_path_factory.mktemp("release 0.3.0") / "project")


def test_check_keeps_the_rows_that_it_kept(unpacked: Path) -> None:
    found = table_rows(said(unpacked, "check"))
    assert found == table_rows(ANSWERS["check"])
    assert found


def test_leads_score_as_they_did(unpacked: Path) -> None:
    printed = said(
        unpacked, "score", "leads.csv", "--out", "s.parquet", "--include", "ask,help,similar,why_not,summary"
    )
    assert counts_by(printed) == counts_by(ANSWERS["score"]["printed_parquet"])
    found = rows_of(unpacked / "s.parquet")
    decide_as_recorded(found, ANSWERS["score"]["every_lead"])
    for expected in ANSWERS["score"]["parquet_rows"]:
        assert found[expected["lead_id"]].keys() >= MADE_ANEW
        same(found[expected["lead_id"]], {name: cell for name, cell in expected.items() if name not in MADE_ANEW})


@pytest.mark.parametrize("case", ANSWERS["explain"], ids=lambda case: f"{case['lead']} {case['since']}")
def test_a_lead_is_explained_and_why_its_score_changed(unpacked: Path, case: dict[str, Any]) -> None:
    options = [] if case["since"] is None else ["--since", case["since"], "--full"]
    printed = said(unpacked, "explain", case["lead"], *options)
    assert decided_lines(printed) == decided_lines(case["printed"])
    assert printed.startswith(case["printed"].split("\n", 1)[0])


@pytest.mark.parametrize("alias", ["champion", "previous", "challenger"])
def test_thresholds_and_reference_carry_over(unpacked: Path, alias: str) -> None:
    carries_over(bundle_of(unpacked, alias), ANSWERS["versions"][alias])


def test_every_verb_that_moves_aliases_goes_on(tmp_path: Path) -> None:
    folder, others = unpack_project(HERE / "project_of_0_3_0.tar.xz", tmp_path / "project"), ANSWERS["others"]
    assert alike(said(folder, "report", "--out", "r.html"), others["report"])
    assert alike(said(folder, "promote"), others["promote"])
    assert alike(said(folder, "rollback"), others["rollback"])
    config = folder / "leadscore.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("Has a budget of {value} euros", "Has {value} euros to spend"), encoding="utf-8")
    assert alike(said(folder, "revise"), others["revise"])
    assert alike(said(folder, "promote"), others["promote_revised"])
    assert counts_by(said(folder, "score", "leads.csv", "--out", "s.csv")) == counts_by(others["score_revised"])
