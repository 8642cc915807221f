import csv
from pathlib import Path

from leadscore.model.config import load_config
from leadscore.model.data.tables.checking import (
    EMPTIED,
    REJECTED,
    RULES,
    by_rule,
    failures,
    gather,
    no_failures,
    write_rejects,
)
from leadscore.model.data.tables.loading import read_leads
from leadscore.model.scoring.language import english, shipped


def test_failures_are_counted_in_the_order_of_the_rules_with_their_first_rows() -> None:
    late = failures("leads", [9, 8, 7, 6, 5, 4], rule="duplicate_lead", column="id", effect=REJECTED)
    early = failures("leads", [3], rule="missing_id", column="id", effect=REJECTED)
    counted = by_rule(gather([late, early]))
    assert [(found.rule, found.count, found.rows) for found in counted] == [
        ("missing_id", 1, (3,)),
        ("duplicate_lead", 6, (4, 5, 6, 7, 8)),
    ]


def test_a_failure_found_twice_counts_once() -> None:
    one = failures("leads", [3], rule="unreadable_date", column="met_on", effect=EMPTIED)
    assert len(gather([one, one])) == 1


def test_the_file_of_failures_has_a_header_even_without_failures(tmp_path: Path) -> None:
    write_rejects(no_failures(), tmp_path / "rejects.csv")
    assert (tmp_path / "rejects.csv").read_text(encoding="utf-8") == "table,row,rule,column,effect,content\n"


def test_every_rule_says_what_was_found_and_what_to_do() -> None:
    assert {key.removesuffix("_remedy") for key in shipped("en")["rules"]} == set(RULES)
    assert all(english().say(f"rules.{name}").endswith(".") and english().say(f"rules.{name}_remedy") for name in RULES)


CONFIG = """
[leads]
path = "leads.csv"
id = "id"
target = "won"
positive = ["1"]
[columns.size]
role = "numeric"
"""


def _contents(tmp_path: Path, text: str | bytes) -> list[str]:
    """What the file of failures holds of leads in a file with this text."""
    (tmp_path / "leads.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    (tmp_path / "leadscore.toml").write_text(CONFIG, encoding="utf-8")
    write_rejects(
        read_leads(load_config(tmp_path / "leadscore.toml"), "leads.csv", None, not_after=0).rejects,
        tmp_path / "rejects.csv",
    )
    with (tmp_path / "rejects.csv").open(encoding="utf-8", newline="") as file:
        return [row["content"] for row in csv.DictReader(file)]


def test_a_row_is_written_as_it_was(tmp_path: Path) -> None:
    text = 'id,size,note\na,1,\nb,"many, or ""more""","two\nlines"\na,3,\nc,,\n'
    assert _contents(tmp_path, text) == ['b,"many, or ""more""","two\nlines"', "a,3,"]


def test_a_line_that_is_no_row_is_written_as_it_stands(tmp_path: Path) -> None:
    text = "id;size;note\na;1;x\nb;2;x;too;many\nc;3;ü\n".encode("cp1252")
    assert _contents(tmp_path, text) == ["b;2;x;too;many"]


def test_what_was_in_a_row_becomes_no_formula(tmp_path: Path) -> None:
    assert _contents(tmp_path, "id,size\n=1+1,x\na,2\n") == ["'=1+1,x"]
