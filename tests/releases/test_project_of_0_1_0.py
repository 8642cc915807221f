"""A project folder of release 0.1.0 goes on working: every verb of today, on what that release left behind."""

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from projects import alike, bundle_of, counts_by, decided_lines, rows_of, said, same, table_rows
from unpacking import unpack_project

from leadscore.model.config import load_config
from leadscore.model.registry import Registry

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ANSWERS: dict[str, Any] = json.loads((HERE / "answers_of_0_1_0.json").read_text(encoding="utf-8"))
MADE_ANEW = {"ask", "help", "why_not"}
"""Advice follows the rules of today: nothing under two points, and no letter that names the lesser half."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack_project(HERE / "project_of_0_1_0.tar.xz", tmp_path_factory.mktemp("earlier release") / "project")


@pytest.fixture
def copied(unpacked: Path, tmp_path: Path) -> Path:
    """A folder of one's own, for verbs that move aliases."""
    return unpack_project(HERE / "project_of_0_1_0.tar.xz", tmp_path / "project")


def test_check_finds_what_it_found(unpacked: Path) -> None:
    found = table_rows(said(unpacked, "check"))
    assert found == table_rows(ANSWERS["check"])
    assert found


@pytest.mark.parametrize(("name", "rows"), [("s.csv", "csv_rows"), ("s.parquet", "parquet_rows")])
def test_leads_score_as_they_did(unpacked: Path, name: str, rows: str) -> None:
    printed = said(unpacked, "score", "leads.csv", "--out", name)
    assert counts_by(printed) == counts_by(ANSWERS["score"]["printed" if name == "s.csv" else "printed_parquet"])
    found = rows_of(unpacked / name)
    for lead, score, probability, *decided in ANSWERS["score"]["every_lead"]:
        row = found[lead]
        assert int(row["score"]) == score
        assert float(row["probability"]) == pytest.approx(probability, abs=1e-12)
        if name == "s.csv":
            assert [row[key] for key in ("grade", "cell", "decision_qualification", "decision_route")] == decided
    for expected in ANSWERS["score"][rows]:
        same(found[expected["lead_id"]], expected)


def test_what_is_made_on_request_is_as_it_was(unpacked: Path) -> None:
    said(unpacked, "score", "leads.csv", "--out", "all.parquet", "--include", "ask,help,similar,why_not")
    found = rows_of(unpacked / "all.parquet")
    for expected in ANSWERS["score"]["parquet_rows_with_all_includes"]:
        same(found[expected["lead_id"]], {name: cell for name, cell in expected.items() if name not in MADE_ANEW})


@pytest.mark.parametrize("case", ANSWERS["explain"], ids=lambda case: f"{case['lead']} {case['since']}")
def test_why_a_score_changed_since_an_earlier_file(unpacked: Path, case: dict[str, Any]) -> None:
    printed = said(unpacked, "explain", case["lead"], "--since", case["since"], "--full")
    assert decided_lines(printed) == decided_lines(case["printed"])


@pytest.mark.parametrize(("alias", "name"), [("previous", "p.csv"), ("challenger", "q.csv")])
def test_other_versions_score_as_they_did(unpacked: Path, alias: str, name: str) -> None:
    printed = said(unpacked, "score", "leads.csv", "--out", name, "--alias", alias)
    assert counts_by(printed) == counts_by(ANSWERS["others"][f"score_{alias}"])


@pytest.mark.parametrize("alias", ["champion", "previous", "challenger"])
def test_thresholds_and_reference_carry_over(unpacked: Path, alias: str) -> None:
    bundle, expected = bundle_of(unpacked, alias), ANSWERS["versions"][alias]
    assert (bundle.sha256, bundle.reference) == (expected["sha256"], expected["reference"])
    assert bundle.policy is not None
    found = (bundle.policy.cuts, bundle.policy.fit_cuts, bundle.policy.interest_cuts)
    expected_thresholds = [expected[name] for name in ("cuts", "fit_cuts", "interest_cuts")]
    assert [list(astuple(part)) for part in found if part] == expected_thresholds


def test_every_verb_that_moves_aliases_goes_on(copied: Path) -> None:
    others = ANSWERS["others"]
    assert alike(said(copied, "report", "--out", "r.html"), others["report"])
    assert alike(said(copied, "promote", status=1), others["promote"])
    forced = ("promote", "--force", "--why", "so that there is something to roll back")
    assert alike(said(copied, *forced), others["promote_forced"])
    assert alike(said(copied, "rollback"), others["rollback"])
    assert alike(said(copied, "revise"), others["revise"])
    assert alike(said(copied, "promote"), others["promote_revised"])
    assert counts_by(said(copied, "score", "leads.csv", "--out", "s.csv")) == counts_by(others["score_revised"])


def test_a_training_is_compared_with_the_champion_and_keeps_its_thresholds(copied: Path) -> None:
    expected = ANSWERS["train"]
    said(copied, "train")
    bundle = bundle_of(copied, "challenger")
    assert bundle.reference == expected["reference"]
    assert bundle.policy is not None
    assert list(astuple(bundle.policy.cuts)) == expected["cuts"]
    resolved = Registry.of(load_config(copied / "leadscore.toml")).resolve("challenger")
    card = json.loads((resolved.folder / "card.json").read_text(encoding="utf-8"))
    found, recorded = card["champion"], expected["champion"]
    for name in ("version", "sha256", "leads", "converted_leads", "margin", "basis"):  # it learns otherwise
        assert found[name] == recorded[name], name
    assert card["verdict"]["readiness"] == expected["verdict"]["verdict"]
