from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.errors import DataError
from leadscore.model.moments import moment
from leadscore.model.tables.findings import Findings, find
from leadscore.model.tables.validation import read_tables
from leadscore.pipelines.check import check, draw

NOT_AFTER = moment("2026-11-01")

CONFIG = """
[leads]
path = "leads.csv"
id = "id"
created_at = "created_at"
[outcomes]
path = "outcomes.csv"
lead_id = "id"
occurred_at = "at"
[learning]
horizon_days = 30
[columns.budget]
role = "numeric"
[columns.duration]
role = "numeric"
ignore = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leadscore.toml").write_text(CONFIG, encoding="utf-8")
    leads = "id,created_at,budget\na,2026-01-01,1\nb,2026-01-02,x\na,2026-01-03,3\nc,2026-03-01,\n"
    (tmp_path / "leads.csv").write_text(leads, encoding="utf-8")
    (tmp_path / "outcomes.csv").write_text("id,at\na,2026-01-20\nz,2026-03-05\n", encoding="utf-8")
    return tmp_path


def test_check_says_what_was_read_rejected_and_converted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(folder / "leadscore.toml")
    said = capsys.readouterr().out
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines() if "│" in line]
    assert ["leads", "4", "3", "1"] in lines
    assert ["outcomes", "2", "1", "1"] in lines
    assert ["leads", "duplicate_lead", "id", "row rejected", "1", "rows 3"] in lines
    assert ["leads", "unreadable_number", "budget", "cell emptied", "1", "rows 2"] in lines
    assert ["outcomes", "unknown_lead", "id", "row rejected", "1", "rows 2"] in lines
    assert ["2026-03", "1", "0", "0%", "–"] in lines
    assert "duplicate_lead: An earlier row has the same id. To mend: keep one row for each lead." in said
    assert "Kept out of the model by the configuration: duration." in said


def test_check_writes_every_failure_and_no_value(folder: Path) -> None:
    check(folder / "leadscore.toml")
    assert (folder / "rejects.csv").read_text(encoding="utf-8").splitlines() == [
        "table,row,rule,column,effect",
        "leads,2,unreadable_number,budget,cell emptied",
        "leads,3,duplicate_lead,id,row rejected",
        "outcomes,2,unknown_lead,id,row rejected",
    ]


def test_check_writes_the_failures_of_tables_it_refuses(folder: Path) -> None:
    (folder / "outcomes.csv").write_text("id,at\nz,2026-03-05\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"Not one of the 1 rows of outcomes can be used\n.*unknown_lead in 1"):
        check(folder / "leadscore.toml", folder / "other.csv")
    assert "outcomes,1,unknown_lead,id,row rejected" in (folder / "other.csv").read_text(encoding="utf-8")
    assert not (folder / "rejects.csv").exists()


def _of(folder: Path, raw: dict[str, Any]) -> Findings:
    config: Config = parse_config(raw, folder=folder)
    return find(read_tables(config, not_after=NOT_AFTER), config)


def _rows(findings: Findings) -> dict[str, tuple[int, int]]:
    return {rows.table: (rows.read, rows.kept) for rows in findings.rows}


def test_bpic2012_is_read_whole_and_its_late_events_are_named(real_data: Path) -> None:
    raw = {
        "leads": {"path": "leads.csv.gz", "id": "lead_id", "created_at": "created_at"},
        "events": {"path": "events.csv.gz", "lead_id": "lead_id", "occurred_at": "occurred_at", "type": "event_type"},
        "outcomes": {
            "path": "outcomes.csv.gz",
            "lead_id": "lead_id",
            "occurred_at": "occurred_at",
            "outcome": "outcome",
            "converted": ["approved"],
        },
        "learning": {"horizon_days": 45},
        "columns": {"amount_requested": {"role": "numeric"}},
    }
    findings = _of(real_data / "bpic2012", raw)
    assert findings.rows[0].read == findings.rows[0].kept == 13_087
    assert {table: read for table, (read, _) in _rows(findings).items()} == {
        "leads": 13_087,
        "events": 262_200,
        "outcomes": 12_688,
    }
    assert (findings.base_rate.converted, findings.without_outcome) == (2_246, 399)
    assert findings.months[-1].matured == 0
    late = {"A_REGISTERED", "A_ACTIVATED", "A_APPROVED", "O_ACCEPTED", "O_DECLINED", "A_DECLINED", "A_CANCELLED"}
    assert {suspect.name for suspect in findings.suspects} == late


def test_olist_loses_the_one_deal_won_before_its_first_contact(real_data: Path) -> None:
    raw = {
        "leads": {"path": "leads.csv.gz", "id": "mql_id", "created_at": "first_contact_date"},
        "outcomes": {"path": "deals.csv.gz", "lead_id": "mql_id", "occurred_at": "won_date"},
        "columns": {"landing_page_id": {"role": "category"}, "origin": {"role": "category"}},
    }
    findings = _of(real_data / "olist", raw)
    assert _rows(findings) == {"leads": (8_000, 8_000), "outcomes": (842, 841)}
    assert [(failure.rule, failure.count) for failure in findings.failures] == [("outcome_before_creation", 1)]
    assert findings.suspects == ()


BANK_NUMBERS = (
    "age duration campaign pdays previous emp.var.rate cons.price.idx cons.conf.idx euribor3m nr.employed".split()
)
BANK_WORDS = "job marital education default housing loan contact month day_of_week poutcome".split()


def test_bank_names_duration_alone(real_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = {name: {"role": "numeric"} for name in BANK_NUMBERS} | {name: {"role": "category"} for name in BANK_WORDS}
    leads = {"path": "bank-additional-full.csv.gz", "target": "y", "positive": ["yes"]}
    findings = _of(real_data / "bank", {"leads": leads, "columns": columns})
    assert _rows(findings) == {"leads": (41_188, 41_188)}
    assert findings.base_rate.converted == 4_640
    assert [suspect.name for suspect in findings.suspects] == ["duration"]
    draw(findings)
    assert "For each leak set `ignore = true`" in capsys.readouterr().out


def test_coil2000_is_read_whole_and_accused_of_nothing(real_data: Path) -> None:
    columns = {f"v{i:02d}": {"role": "category" if i in (1, 5) else "numeric"} for i in range(1, 86)}
    leads = {"path": "train.csv.gz", "target": "bought", "positive": ["1"]}
    findings = _of(real_data / "coil2000", {"leads": leads, "columns": columns})
    assert _rows(findings) == {"leads": (5_822, 5_822)}
    assert findings.base_rate.converted == 348
    assert findings.suspects == ()
