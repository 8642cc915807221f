"""What people set by hand is read; a row that nobody could follow is counted, and sets nothing."""

from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import ReadOverrides, read_overrides
from leadscore.model.data.tables.checking import COLUMNS, by_rule
from leadscore.model.errors import ConfigError, SourceError
from leadscore.model.scoring.decision import Override
from leadscore.model.scoring.language import english
from leadscore.model.timestamps import moment

NOT_AFTER = moment("2026-01-01")
HEADER = "lead_id,grade,route,reason,by,at\n"


def config(folder: Path, **settings: Any) -> Config:
    raw: dict[str, Any] = {
        "leads": {"path": "x", "id": "id", "target": "y", "positive": ["1"]},
        "overrides": {"path": "overrides.csv", **settings},
    }
    return parse_config(raw, folder=folder)


def read(folder: Path, text: str, **settings: Any) -> ReadOverrides:
    (folder / "overrides.csv").write_text(text, encoding="utf-8")
    return read_overrides(config(folder, **settings), ("c", "a", "b"), not_after=NOT_AFTER)


def test_overrides_are_kept_by_lead_in_the_order_of_time(tmp_path: Path) -> None:
    rows = """a,A,,knows the buyer,Ann,2025-06-03
b,,sales,called us,Bo,2025-05-01T08:00:00Z
a,b,Re-engage,gone quiet,Bo,2025-02-01
a,,Enrich first,no size,Cy,2025-06-03
"""
    found = read(tmp_path, HEADER + rows)
    assert len(found.rejects) == 0
    day, early = moment("2025-06-03"), moment("2025-02-01")
    assert found.overrides == {
        "a": (
            Override("B", "re_engage", "gone quiet", "Bo", early),
            Override("A", None, "knows the buyer", "Ann", day),
            Override(None, "enrich_first", "no size", "Cy", day),
        ),
        "b": (Override(None, "sales", "called us", "Bo", moment("2025-05-01T08:00:00Z")),),
    }


GOOD = {"lead_id": "a", "grade": "A", "route": "sales", "reason": "why", "by": "Ann", "at": "2025-06-03"}


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        ({"lead_id": "zz"}, "unknown_lead", "lead_id"),
        ({"lead_id": ""}, "missing_id", "lead_id"),
        ({"grade": "E"}, "unknown_grade", "grade"),
        ({"route": "call"}, "unknown_route", "route"),
        ({"grade": "", "route": "n/a"}, "nothing_set", "grade"),
        ({"reason": " "}, "missing_reason", "reason"),
        ({"by": ""}, "missing_person", "by"),
        ({"at": ""}, "missing_date", "at"),
        ({"at": "soon"}, "unreadable_date", "at"),
        ({"at": "2026-01-02"}, "date_in_future", "at"),
    ],
)
def test_a_row_that_breaks_a_rule_is_rejected_and_counted(
    tmp_path: Path, changes: dict[str, str], rule: str, column: str
) -> None:
    broken, good = ",".join((GOOD | changes).values()), ",".join(GOOD.values())
    found = read(tmp_path, f"{HEADER}{good}\n{broken}\n")
    assert [tuple(row) for row in found.rejects[list(COLUMNS)].itertuples(index=False)] == [
        ("overrides", 2, rule, column, "row rejected")
    ]
    assert found.overrides == {"a": (Override("A", "sales", "why", "Ann", moment("2025-06-03")),)}
    (told,) = by_rule(found.rejects)
    assert english().say(f"rules.{told.rule}_remedy")


def test_columns_have_the_configured_names(tmp_path: Path) -> None:
    names = {"lead_id": "who", "grade": "mark", "route": "way", "reason": "why", "by": "said", "at": "day"}
    text = "who,mark,way,why,said,day\nc,D,nurture,small,Ann,03/04/2025\n"
    found = read(tmp_path, text, day_first=True, **names)
    assert found.overrides == {"c": (Override("D", "nurture", "small", "Ann", moment("2025-04-03")),)}


def test_a_table_without_rows_sets_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER)
    assert (found.overrides, len(found.rejects)) == ({}, 0)


def test_a_configuration_without_overrides_reads_nothing(tmp_path: Path) -> None:
    settings = config(tmp_path).model_copy(update={"overrides": None})
    assert read_overrides(settings, ("a",), not_after=NOT_AFTER).overrides == {}


@pytest.mark.parametrize("column", ["grade", "route"])
def test_one_of_grade_and_route_is_enough_unless_both_are_named(tmp_path: Path, column: str) -> None:
    text = f"lead_id,{column},reason,by,at\na,{GOOD[column]},why,Ann,2025-06-03\n"
    (override,) = read(tmp_path, text).overrides["a"]
    assert (override.grade, override.route) == (("A", None) if column == "grade" else (None, "sales"))
    other = "route" if column == "grade" else "grade"
    with pytest.raises(ConfigError, match=rf"^There is no column `{other}`"):
        read(tmp_path, text, **{other: other})


@pytest.mark.parametrize("missing", ["reason", "by", "at", "lead_id"])
def test_a_missing_column_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(ConfigError, match=rf"^There is no column `{missing}`"):
        read(tmp_path, HEADER.replace(missing, "x1") + "a,A,,why,Ann,2025-06-03\n")


def test_a_table_that_sets_nothing_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^There is no column `grade`"):
        read(tmp_path, "lead_id,reason,by,at\na,why,Ann,2025-06-03\n")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^There is no such file"):
        read_overrides(config(tmp_path), ("a",), not_after=NOT_AFTER)
