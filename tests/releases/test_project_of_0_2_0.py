"""A project folder of release 0.2.0 goes on working: scores, changes of scores, aliases and revisions."""

import json
from pathlib import Path
from typing import Any

import pytest
from projects import alike, bundle_of, carries_over, counts_by, decide_as_recorded, decided_lines, rows_of, said, same
from unpacking import unpack_project

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ANSWERS: dict[str, Any] = json.loads((HERE / "answers_of_0_2_0.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack_project(HERE / "project_of_0_2_0.tar.xz", tmp_path_factory.mktemp("release before") / "project")


def test_leads_score_as_they_did(unpacked: Path) -> None:
    printed = said(unpacked, "score", "leads.csv", "--out", "s.parquet")
    assert counts_by(printed) == counts_by(ANSWERS["score"]["printed_parquet"])
    found = rows_of(unpacked / "s.parquet")
    decide_as_recorded(found, ANSWERS["score"]["every_lead"])
    for expected in ANSWERS["score"]["parquet_rows"]:
        same(found[expected["lead_id"]], expected)


@pytest.mark.parametrize("case", ANSWERS["explain"], ids=lambda case: f"{case['lead']} {case['since']}")
def test_why_a_score_changed_since_an_earlier_file(unpacked: Path, case: dict[str, Any]) -> None:
    printed = said(unpacked, "explain", case["lead"], "--since", case["since"], "--full")
    assert decided_lines(printed) == decided_lines(case["printed"])


@pytest.mark.parametrize("alias", ["champion", "previous", "challenger"])
def test_thresholds_and_reference_carry_over(unpacked: Path, alias: str) -> None:
    carries_over(bundle_of(unpacked, alias), ANSWERS["versions"][alias])


def test_every_verb_that_moves_aliases_goes_on(tmp_path: Path) -> None:
    folder, others = unpack_project(HERE / "project_of_0_2_0.tar.xz", tmp_path / "project"), ANSWERS["others"]
    assert alike(said(folder, "report", "--out", "r.html"), others["report"])
    assert alike(said(folder, "promote", status=1), others["promote"])
    forced = ("promote", "--force", "--why", "so that there is something to roll back")
    assert alike(said(folder, *forced), others["promote_forced"])
    assert alike(said(folder, "rollback"), others["rollback"])
    config = folder / "leadscore.toml"
    text = config.read_text(encoding="utf-8").replace("Has a budget of {value} euros", "Has {value} euros to spend")
    config.write_text(text, encoding="utf-8")
    assert alike(said(folder, "revise"), others["revise"])
    assert alike(said(folder, "promote"), others["promote_revised"])
    assert counts_by(said(folder, "score", "leads.csv", "--out", "s.csv")) == counts_by(others["score_revised"])
