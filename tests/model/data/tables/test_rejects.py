from pathlib import Path

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
    assert (tmp_path / "rejects.csv").read_text(encoding="utf-8") == "table,row,rule,column,effect\n"


def test_every_rule_says_what_was_found_and_what_to_do() -> None:
    assert {key.removesuffix("_remedy") for key in shipped("en")["rules"]} == set(RULES)
    assert all(english().say(f"rules.{name}").endswith(".") and english().say(f"rules.{name}_remedy") for name in RULES)
