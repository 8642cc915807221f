"""The rules that rows must keep, and the rows that break them: one name each, in code, reports and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

REJECTED, EMPTIED, COUNTED_ONCE, KEPT = "row rejected", "cell emptied", "counted once", "row kept"


RULES = (
    "malformed_row",
    "missing_id",
    "duplicate_lead",
    "missing_date",
    "unreadable_date",
    "date_before_1970",
    "date_in_future",
    "unreadable_number",
    "missing_target",
    "unknown_lead",
    "missing_outcome",
    "outcome_before_creation",
    "duplicate_outcome",
    "event_before_creation",
    "repeated_event",
    "unknown_grade",
    "unknown_route",
    "nothing_set",
    "missing_reason",
    "missing_person",
)
"""Every rule by its name, in the order in which reports show them; what they say is in the language files."""

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
