"""The score file: one row per lead whose points add up, in CSV and in Parquet."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from leadscore.model.errors import SourceError
from leadscore.model.scoring.contract import (
    REASONS_SHOWN,
    BantField,
    BantFields,
    Change,
    Decision,
    Evidence,
    MachineDecision,
    ModelIdentity,
    Overridden,
    PastLead,
    Question,
    RateInterval,
    Reason,
    Scoring,
    SignalPoints,
    Similar,
    Value,
    WhyNot,
)
from leadscore.model.scoring.score_files.columns import SCHEMA, csv_columns
from leadscore.model.scoring.score_files.writing import ScoreFile, Stamp
from leadscore.model.spreadsheets import defused

STAMP = Stamp("2026-01-02T03:04:05Z", ModelIdentity("leadscore", "7", "ab"))


EVIDENCE = Evidence(rate=0.31, n=212, typical=0.12, such="5,000 to 20,000")
RICH: dict[str, Any] = {
    "interval": RateInterval(0.1, 0.2, 0.8),
    "grade": "A",
    "cell": "B2",
    "expected_value": 12.5,
    "decision": Decision("sql", "sales", rule="x", next_step="y", reenter_on=None),
    "override": Overridden(
        grade="A",
        route=None,
        reason='knows, "them"',
        by="Ann",
        at="2026-01-01T00:00:00Z",
        machine=MachineDecision("C", "not_qualified", "nurture", "Grade C"),
        explains="z",
    ),
    "bant": BantFields(budget=(BantField("Budget", known=True, value="5", points=2),)),
    "ask": (Question("Timeline", "timeline", 3.5, "When?"),),
    "help": (Change("Demo", "one more", score=60, points=4, text="…"),),
    "similar": Similar("…", (PastLead("ü", "open", None),)),
    "why_not": WhyNot("Sorry,\nno", "<p>Sorry</p>"),
}
"""Everything that may be there, and may not."""


def scoring(lead_id: str, *points: int, value: Value = 3, other_points: int = 2, **beside: Any) -> Scoring:
    reasons = tuple(
        Reason(f"Signal {i}", "fit", p, value, f'It is; so, "{i}"', i / 8, EVIDENCE if i % 2 else None)
        for i, p in enumerate(points)
    )
    total = 40 + sum(points) + other_points
    return Scoring(
        lead_id=lead_id,
        as_of=0,
        score=total,
        probability=0.1234567890123,
        fit=total,
        interest=40,
        context=40,
        start=40,
        reasons=reasons,
        other_points=other_points,
        beyond_scale=0,
        signals=tuple(SignalPoints(reason.signal, reason.points) for reason in reasons),
        warnings=("one", "two"),
        **beside,
    )


SCORINGS = [
    scoring("=1+1", 5, -3),
    scoring("ü,\n2", *range(1, 7), value=None, **RICH),
    scoring("3", value="text"),
]


def written(path: Path, *parts: list[Scoring]) -> Path:
    with ScoreFile(path, STAMP) as file:
        number = 0
        for part in parts:
            file.write(part, [f"record {number + i}" for i in range(len(part))])
            number += len(part)
    return path


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_parquet_holds_the_scorings_as_they_are(tmp_path: Path) -> None:
    table = pq.read_table(written(tmp_path / "scores.parquet", SCORINGS[:2], SCORINGS[2:]))
    assert table.schema.equals(SCHEMA)
    for number, (row, original) in enumerate(zip(table.to_pylist(), SCORINGS, strict=True)):
        expected = original.as_dict()
        for reason in expected["reasons"]:
            reason["value"] = None if reason["value"] is None else str(reason["value"])
        stamped = {"record_id": f"record {number}", "scored_at": STAMP.scored_at, "model": STAMP.model.as_dict()}
        assert row == expected | stamped
        assert row.keys() == expected.keys() | stamped.keys()
        points = sum(reason["points"] for reason in row["reasons"])
        assert row["start"] + points + row["other_points"] + row["beyond_scale"] == row["score"]


def test_csv_spreads_the_reasons_and_its_points_add_up(tmp_path: Path) -> None:
    rows = csv_rows(written(tmp_path / "scores.csv", SCORINGS[:2], SCORINGS[2:]))
    assert [row["lead_id"] for row in rows] == [defused(scoring.lead_id) for scoring in SCORINGS]
    for row in rows:
        points = sum(int(row[f"reason_{n}_points"] or 0) for n in range(1, REASONS_SHOWN + 1))
        assert int(row["start"]) + points + int(row["other_points"]) + int(row["beyond_scale"]) == int(row["score"])
    first = rows[0]
    assert (first["reason_1_signal"], first["reason_1_points"], first["reason_1_value"]) == ("Signal 0", "5", "3")
    assert first["reason_1_text"] == 'It is; so, "0"'
    assert (first["reason_3_signal"], first["reason_3_points"]) == ("", "")
    assert (first["model_name"], first["model_version"], first["model_sha256"]) == ("leadscore", "7", "ab")
    assert (first["probability"], first["warnings"]) == ("0.1234567890123", "one; two")


def test_csv_and_parquet_hold_the_same_rows(tmp_path: Path) -> None:
    text = csv_rows(written(tmp_path / "scores.csv", SCORINGS))
    table = pq.read_table(written(tmp_path / "scores.parquet", SCORINGS)).to_pylist()
    for row, other in zip(text, table, strict=True):
        for name in ("record_id", "lead_id", "as_of", "scored_at", "score", "probability", "fit", "start"):
            assert row[name] == defused(str(other[name]))
        for number, reason in enumerate(other["reasons"], start=1):
            evidence = reason.pop("evidence") or dict.fromkeys(EVIDENCE.as_dict())
            shown = reason | {f"evidence_{part}": value for part, value in evidence.items()}
            assert {part: row[f"reason_{number}_{part}"] for part in shown} == {k: text_of(v) for k, v in shown.items()}


def text_of(value: Any) -> str:
    return "" if value is None else str(value)


def test_csv_spreads_structures_and_writes_lists_as_json(tmp_path: Path) -> None:
    plain, rich, _ = csv_rows(written(tmp_path / "scores.csv", SCORINGS))
    assert (rich["interval_low"], rich["decision_qualification"], rich["decision_reenter_on"]) == ("0.1", "sql", "")
    assert (rich["override_machine_grade"], rich["override_by"]) == ("C", "Ann")
    assert json.loads(rich["bant_budget"]) == [field.as_dict() for field in RICH["bant"].budget]
    for name in ("ask", "help"):
        assert json.loads(rich[name]) == [part.as_dict() for part in RICH[name]]
    assert json.loads(rich["similar_leads"]) == [lead.as_dict() for lead in RICH["similar"].leads]
    assert rich["why_not_text"] == "Sorry,\nno"
    assert {plain[name] for name in plain if name.split("_")[0] in ("ask", "help", "bant", "override", "cell")} == {""}


@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet"])
def test_a_file_without_leads_still_has_its_columns(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    if name.endswith(".csv"):
        assert path.read_text(encoding="utf-8") == ",".join(csv_columns()) + "\n"
    else:
        assert pq.read_table(path).schema.equals(SCHEMA)


@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet"])
def test_an_older_file_is_replaced(tmp_path: Path, name: str) -> None:
    written(tmp_path / name, SCORINGS)
    path = written(tmp_path / name, SCORINGS[:1])
    assert (len(csv_rows(path)) if name.endswith(".csv") else pq.read_table(path).num_rows) == 1


@pytest.mark.parametrize("name", ["scores", "scores.xlsx", "scores.CSV", "scores.csv.gz"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=r"^Scores are written as CSV or Parquet\n") as refused:
        ScoreFile(tmp_path / name, STAMP)
    assert refused.value.where == str(tmp_path / name)
    assert refused.value.remedy == "end the name in .csv or .parquet"


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^That folder does not exist\n") as refused:
        ScoreFile(tmp_path / "none" / "scores.csv", STAMP)
    assert (refused.value.where, refused.value.remedy) == (str(tmp_path / "none"), "make it first")


@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(SourceError, match=r"^The scores cannot be written\n") as refused:
        ScoreFile(tmp_path / name, STAMP)
    assert refused.value.where == str(tmp_path / name)
    assert refused.value.remedy == "choose a file you may write to"
