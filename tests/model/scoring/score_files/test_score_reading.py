"""Reading a lead's scoring back from a score file, and refusing what is none."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading_back import read_back

from leadscore.model.errors import DataError, LeadscoreError, SourceError, UnknownLeadError
from leadscore.model.scoring.contract import Evidence, ModelIdentity, Reason, Record, Scoring, SignalPoints
from leadscore.model.scoring.score_change import ScoredBefore
from leadscore.model.scoring.score_files.columns import csv_cells, csv_columns, row_of
from leadscore.model.scoring.score_files.reading import read_scored_before
from leadscore.model.scoring.score_files.writing import ScoreFile, Stamp
from leadscore.model.timestamps import moment

STAMP = Stamp("2026-01-02T03:04:05Z", ModelIdentity("leadscore", "7", "ab" * 32))
AS_OF = moment("2026-01-02T03:04:05.000006Z")
FORMATS = pytest.mark.parametrize("name", ["scores.csv", "scores.parquet"])


def scoring(lead_id: str, **points: int) -> Scoring:
    """A scoring of these points by signal; a signal's label may be anything."""
    reasons = tuple(Reason(label, "fit", whole, "x" * 50, 'It is; "so",\nand') for label, whole in points.items())
    total = 40 + sum(points.values())
    return Scoring(
        lead_id=lead_id,
        as_of=AS_OF,
        score=min(total, 100),
        probability=0.5,
        fit=40,
        interest=40,
        context=40,
        start=40,
        reasons=reasons[:6],
        other_points=0,
        beyond_scale=min(100 - total, 0),
        signals=tuple(SignalPoints(label, whole) for label, whole in points.items()),
    )


SCORINGS = [
    scoring("=1+1", **{"Größe, in m²": 5, 'So-called "need"': -3}),
    scoring("ü,\n2", Demo=70),
    scoring("007"),
    replace(scoring("undated", Budget=1), as_of=None),
]


def written(path: Path, scorings: list[Scoring] = SCORINGS) -> Path:
    with ScoreFile(path, STAMP) as file:
        file.write(scorings, [str(number) for number in range(len(scorings))])
    return path


def rewritten(path: Path, **changes: Any) -> Path:
    """The file with some columns replaced, or left out where the change is None."""
    kept = {name for name, change in changes.items() if change is None}
    if path.suffix == ".parquet":
        rows = [{k: v for k, v in (row | changes).items() if k not in kept} for row in pq.read_table(path).to_pylist()]
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open(encoding="utf-8", newline="") as text:
            cells = [{k: v for k, v in (row | changes).items() if k not in kept} for row in csv.DictReader(text)]
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, list(cells[0]))
            writer.writeheader()
            writer.writerows(cells)
    return path


@FORMATS
def test_a_scoring_comes_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    assert read_scored_before(path, "=1+1") == ScoredBefore(
        lead_id="=1+1",
        as_of=AS_OF,
        score=42,
        start=40,
        beyond_scale=0,
        signals=(SignalPoints("Größe, in m²", 5), SignalPoints('So-called "need"', -3)),
        model=STAMP.model,
    )


@FORMATS
@pytest.mark.parametrize(
    ("lead_id", "as_of", "score", "beyond_scale", "points"),
    [("ü,\n2", AS_OF, 100, -10, {"Demo": 70}), ("007", AS_OF, 40, 0, {}), ("undated", None, 41, 0, {"Budget": 1})],
)
def test_every_lead_comes_back(
    tmp_path: Path, name: str, lead_id: str, as_of: int | None, score: int, beyond_scale: int, points: dict[str, int]
) -> None:
    before = read_scored_before(written(tmp_path / name), lead_id)
    assert (before.as_of, before.score, before.beyond_scale, before.points) == (as_of, score, beyond_scale, points)


@FORMATS
def test_a_folder_that_looks_like_a_partition_is_just_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "lead_id=9").mkdir()
    assert read_scored_before(written(tmp_path / "lead_id=9" / name), "007").score == 40


@FORMATS
def test_a_file_whose_reasons_have_the_fields_of_an_earlier_release_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    proven = [replace(reason, evidence=Evidence(0.2, 40, 0.1, "5 or more")) for reason in SCORINGS[0].reasons]
    scored = replace(SCORINGS[0], reasons=tuple(proven))
    row = row_of(Record.of(scored, record_id="1", scored_at=STAMP.scored_at, model=STAMP.model))
    for reason in row["reasons"]:
        del reason["probability_without"], reason["evidence"]["expected"], reason["evidence"]["alike"]
        reason["together"] = True
    if name.endswith("parquet"):
        pq.write_table(pa.Table.from_pylist([row]), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as text:
            later = ("probability_without", "evidence_expected", "evidence_alike")
            columns = [column for column in csv_columns() if not column.endswith(later)]
            together = {f"reason_{number}_together": "True" for number in (1, 2)}
            writer = csv.DictWriter(text, [*columns, *together])
            writer.writeheader()
            writer.writerow(csv_cells(Record, row) | together)
    assert read_scored_before(path, "=1+1") == read_scored_before(written(tmp_path / f"now.{name}"), "=1+1")


@FORMATS
@pytest.mark.parametrize("lead_id", ["7", "", "nobody", "=1+1 "])
def test_a_lead_that_is_not_in_it_is_unknown(tmp_path: Path, name: str, lead_id: str) -> None:
    with pytest.raises(UnknownLeadError, match=r"^The score file does not hold the lead '") as refused:
        read_scored_before(written(tmp_path / name), lead_id)
    assert refused.value.where == str(tmp_path / name)


@FORMATS
def test_a_file_of_an_older_version_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    path = rewritten(written(tmp_path / name), signals=None)
    with pytest.raises(DataError, match=r"^The score file is of an older version") as refused:
        read_scored_before(path, "007")
    assert refused.value.where == f"{path}, column `signals`"
    assert "--as-of" in refused.value.remedy


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^There is no such score file\n") as refused:
        read_scored_before(tmp_path / "none.csv", "007")
    assert refused.value.where == str(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"lead_id,budget\n007,3\n",
        b"PAR1",
        b"PAR1 and more PAR1",
        b"\xff\xfe\x00\x01",
        b'lead_id\n"unclosed',
    ],
)
def test_what_is_no_score_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "leads.csv").write_bytes(content)
    with pytest.raises(SourceError, match=r"^This is no score file\n"):
        read_scored_before(tmp_path / "leads.csv", "007")


def test_a_folder_and_a_parquet_file_of_leads_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"lead_id": ["007"]}), tmp_path / "leads.parquet")
    for path in (tmp_path, tmp_path / "leads.parquet"):
        with pytest.raises(SourceError, match=r"^This is no score file\n"):
            read_scored_before(path, "007")


@FORMATS
@pytest.mark.parametrize(
    "change",
    [{"score": 41}, {"start": 39}, {"beyond_scale": 3}, {"as_of": "yesterday"}],
)
def test_a_row_that_was_changed_is_refused(tmp_path: Path, name: str, change: dict[str, Any]) -> None:
    path = rewritten(written(tmp_path / name), **change)
    with pytest.raises(DataError, match=r"^The row of that lead is not as it was written"):
        read_scored_before(path, "007")


@pytest.mark.parametrize(
    "change",
    [{"signals": "[{"}, {"signals": "{}x"}, {"signals": ""}, {"signals": '[{"signal": "Budget"}]'}, {"score": ""},
     {"score": "4e1"}, {"signals": "7"}, {"signals": '["Budget"]'}],
)  # fmt: skip
def test_cells_of_text_that_were_changed_are_refused_and_not_quoted(tmp_path: Path, change: dict[str, Any]) -> None:
    path = rewritten(written(tmp_path / "scores.csv"), **change)
    with pytest.raises(DataError, match=r"^The row of that lead is not as it was written") as refused:
        read_scored_before(path, "007")
    assert "Budget" not in str(refused.value)


def test_a_row_that_ends_early_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "scores.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{lines[0]}\nid,008,2026-01-01\n", encoding="utf-8")
    with pytest.raises(LeadscoreError, match=r"^The row of that lead is not as it was written"):
        read_scored_before(path, "008")


@FORMATS
@pytest.mark.parametrize("lead_id", ["=1+1", "@x", "+49 170", "-a", "\tx", "'=1", "''@x", "'x", "-5"])
def test_an_id_that_looks_like_a_formula_comes_back_as_it_was(tmp_path: Path, name: str, lead_id: str) -> None:
    path = written(tmp_path / name, [scoring("other", Demo=1), scoring(lead_id, Demo=5)])
    assert read_back(path, lead_id).lead_id == lead_id
    assert read_scored_before(path, lead_id).points == {"Demo": 5}


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path) -> None:
    strange = replace(scoring("@lead", Demo=5), headline="=now()")
    reasons = (Reason("+Signal", "fit", 5, "=cmd()", "-so"), Reason("Change", "fit", -5, -12.5, "−5"))
    path = written(tmp_path / "scores.csv", [replace(strange, reasons=reasons)])
    with path.open(encoding="utf-8", newline="") as text:
        row = next(csv.DictReader(text))
    assert {name: cell for name, cell in row.items() if cell[:1] in set("=@+\t\r")} == {}
    assert (row["lead_id"], row["headline"], row["reason_1_value"]) == ("'@lead", "'=now()", "'=cmd()")
    assert (row["reason_2_value"], row["reason_2_points"]) == ("-12.5", "-5")


def test_a_file_of_an_earlier_release_holds_such_ids_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path / "scores.csv", [scoring("=1+1", Demo=5)])
    path.write_text(path.read_text(encoding="utf-8").replace("'=1+1", "=1+1"), encoding="utf-8")
    assert read_scored_before(path, "=1+1").points == {"Demo": 5}
