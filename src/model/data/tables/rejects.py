"""The rules that rows must keep, and the rows that break them: one name each, in code, reports and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

REJECTED, EMPTIED, COUNTED_ONCE, KEPT = "row rejected", "cell emptied", "counted once", "row kept"


@dataclass(frozen=True)
class Rule:
    """What was found where a rule is broken, as a sentence, and what can be done about it."""

    name: str
    found: str
    remedy: str


def _rules(*rules: Rule) -> MappingProxyType[str, Rule]:
    return MappingProxyType({rule.name: rule for rule in rules})


RULES = _rules(
    Rule(
        "malformed_row",
        "The row does not have the columns of the header; its number is the line of the file.",
        "check the delimiter and the quotes of that row",
    ),
    Rule("missing_id", "The row does not say which lead it is about.", "fill in the id, or drop the row"),
    Rule("duplicate_lead", "An earlier row has the same id.", "keep one row for each lead"),
    Rule("missing_date", "The date is missing.", "fill in the date, or drop the row"),
    Rule(
        "unreadable_date",
        "The text is not a date between 1900 and 2261.",
        "write dates like 2026-03-31, or set `day_first` for dates like 31/03/2026",
    ),
    Rule("date_before_1970", "The date lies before 1970.", "correct the date; it is often a default"),
    Rule("date_in_future", "The date lies in the future.", "correct the date, or check `day_first`"),
    Rule(
        "unreadable_number",
        "The text is not a finite number.",
        "set `decimal` for the column, or give it the role `category`",
    ),
    Rule("missing_target", "The target is missing, so nothing can be learnt.", "score such leads instead"),
    Rule("unknown_lead", "No row that was kept in the leads has this id.", "check the id columns of both tables"),
    Rule("missing_outcome", "The kind of outcome is missing.", "fill it in, or drop the row"),
    Rule("outcome_before_creation", "The outcome is dated before the lead was created.", "correct one of the dates"),
    Rule("duplicate_outcome", "The lead has an earlier outcome.", "nothing, if the first outcome is the one"),
    Rule(
        "event_before_creation",
        "The event is dated before its lead was created.",
        "nothing, if leads are created after their first visits; else correct one of the dates",
    ),
    Rule("repeated_event", "The same event was read before.", "nothing; it counts once"),
    Rule("unknown_grade", "The grade is not one of A, B, C and D.", "write one of them, or leave it blank"),
    Rule(
        "unknown_route",
        "The route is not one of sales, nurture, enrich_first, re_engage and disqualify.",
        "write one of them, or leave it blank",
    ),
    Rule("nothing_set", "Neither a grade nor a route is set.", "fill in one of them, or drop the row"),
    Rule("missing_reason", "The override does not say why.", "fill in the reason: whoever reads the lead sees it"),
    Rule("missing_person", "The override does not say who set it.", "fill in who did"),
)
"""Every rule, by its name, in the order in which reports show them."""

COLUMNS = ("table", "row", "rule", "column", "effect")

_SHOWN = 5
_TABLES = ("leads", "events", "outcomes", "overrides")


def failures(table: str, rows: Sequence[int] | np.ndarray, *, rule: str, column: str, effect: str) -> pd.DataFrame:
    """Failures of one rule in one column; ``rows`` are 1-based data rows of the file."""
    numbers = np.asarray(rows, dtype=np.int64)
    texts = {"table": table, "rule": rule, "column": column, "effect": effect}
    columns = {name: pd.Series(text, index=range(len(numbers)), dtype="str") for name, text in texts.items()}
    return pd.DataFrame({"row": numbers, **columns}, columns=COLUMNS)


def no_failures() -> pd.DataFrame:
    """A table of failures without any."""
    return failures("", [], rule="", column="", effect="")


def gather(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All failures, each once, in order of table, row and rule."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return no_failures()
    together = pd.concat(filled, ignore_index=True).drop_duplicates()
    return together.sort_values(["table", "row", "rule", "column"], ignore_index=True)


@dataclass(frozen=True)
class Failure:
    """How often a rule was broken in one column; ``rows`` are the first five row numbers."""

    table: str
    rule: str
    column: str
    effect: str
    count: int
    rows: tuple[int, ...]


def by_rule(rejects: pd.DataFrame) -> tuple[Failure, ...]:
    """Failures counted per table, rule, column and effect, in the order of tables and ``RULES``."""
    order = {rule: place for place, rule in enumerate(RULES)}
    grouped = rejects.groupby(["table", "rule", "column", "effect"], sort=False)["row"]
    counted = [_failure(list(map(str, key)), rows) for key, rows in grouped]
    return tuple(sorted(counted, key=lambda found: (_TABLES.index(found.table), order[found.rule], found.column)))


def _failure(key: list[str], rows: "pd.Series[int]") -> Failure:
    table, rule, column, effect = key
    return Failure(table, rule, column, effect, len(rows), tuple(rows.nsmallest(_SHOWN)))


def write_rejects(rejects: pd.DataFrame, path: Path) -> None:
    """Write the failures as CSV, the header alone where there are none; no values of the data are in it."""
    rejects.to_csv(path, index=False)


def without_other_leads(rejects: pd.DataFrame) -> pd.DataFrame:
    """Beside a file of other leads, what was recorded of leads outside it is no failure."""
    return rejects[rejects["rule"] != "unknown_lead"]
