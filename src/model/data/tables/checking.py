"""The rules that rows must keep, checked by schemas: good rows on one side, counted failures on the other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from leadscore.model.data.sources import Source
from leadscore.model.data.tables.cells import (
    NO_LEAD,
    ROW,
    UNKNOWN_LEAD,
    UNREADABLE_MOMENT,
    UNREADABLE_NUMBER,
    Cell,
    Kind,
)
from leadscore.model.replacing import replacing
from leadscore.model.spreadsheets import defused
from leadscore.model.timestamps import NEVER

REJECTED, EMPTIED, COUNTED_ONCE, KEPT = "row rejected", "cell emptied", "counted once", "row kept"


RULES = (
    "malformed_row",
    "oversized_row",
    "blank_row",
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
    "unknown_outcome",
    "undated_loss",
    "reopened",
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

LINE_RULES = frozenset({"malformed_row", "oversized_row", "blank_row"})
"""Rules that a line of a file breaks that is no row; what counts as its row is the number of the line."""

COLUMNS = ("table", "row", "rule", "column", "effect")

CONTENT = "content"
"""The column for a row as it was, in a table of failures that is to be written."""

_SHOWN = 5
_TABLES = ("leads", "events", "outcomes", "overrides")


def failures(table: str, rows: Sequence[int] | np.ndarray, *, rule: str, column: str, effect: str) -> pd.DataFrame:
    """Failures of one rule in one column; ``rows`` are 1-based data rows of the file."""
    numbers = np.asarray(rows, dtype=np.int64)
    texts = {"table": table, "rule": rule, "column": column, "effect": effect}
    columns = {name: pd.Series(text, index=range(len(numbers)), dtype="str") for name, text in texts.items()}
    return pd.DataFrame({"row": numbers, **columns}, columns=COLUMNS)


def lines_left_out(table: str, source: Source) -> pd.DataFrame:
    """Failures for the lines of a source that are no rows."""
    left_out = source.left_out
    lines = {"malformed_row": left_out.malformed, "oversized_row": left_out.oversized, "blank_row": left_out.blank}
    return gather(failures(table, found, rule=rule, column="", effect=REJECTED) for rule, found in lines.items())


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
    """Write the failures as CSV, each with its row as it was, and the header alone where there are none."""
    whole = rejects.reindex(columns=[*COLUMNS, CONTENT])
    for column in ("column", CONTENT):
        whole[column] = whole[column].map(defused, na_action="ignore")
    with replacing(path) as draft:
        whole.to_csv(draft, index=False)


def without_other_leads(rejects: pd.DataFrame) -> pd.DataFrame:
    """Beside a file of other leads, what was recorded of leads outside it is no failure."""
    return rejects[rejects["rule"] != "unknown_lead"]


DTYPES: dict[Kind, str] = {
    "text": "str",
    "code": "int32",
    "hash": "uint64",
    "moment": "int64",
    "number": "float64",
    "lead": "int64",
}
"""The type of each kind of cell."""


def cells_schema(table: str, cells: Sequence[Cell], *, not_after: int) -> pa.DataFrameSchema:
    """What each cell of a table has to be on its own; ``not_after`` is the latest believable moment."""
    return _schema(table, {cell: _checks(cell, not_after) for cell in cells})


def unique_schema(table: str, cell: Cell, *, rule: str) -> pa.DataFrameSchema:
    """No value of this cell occurs twice; the first row that has it is the good one."""
    return _schema(table, {cell: [pa.Check(lambda values: ~values.duplicated(), name=rule)]})


def not_before_schema(table: str, cell: Cell, earliest: "pd.Series[int]", *, rule: str) -> pa.DataFrameSchema:
    """No moment lies before its row's earliest one."""
    return _schema(table, {cell: [pa.Check(lambda moments: moments >= earliest, name=rule)]})


def one_of_schema(table: str, cell: Cell, values: Collection[str], *, rule: str) -> pa.DataFrameSchema:
    """Every value of this cell that is there is one of these."""
    return _schema(table, {cell: [pa.Check(lambda found: found.isin(values), name=rule)]})


def either_schema(table: str, cell: Cell, other: "pd.Series[str]", *, rule: str) -> pa.DataFrameSchema:
    """Where this cell has no value, its row has another one."""
    either = pa.Check(lambda found: found.notna() | other.notna(), name=rule, ignore_na=False)
    return _schema(table, {cell: [either]})


def _schema(table: str, checks: dict[Cell, list[pa.Check]]) -> pa.DataFrameSchema:
    columns = {
        cell.key: pa.Column(DTYPES[cell.kind], found, nullable=True, metadata={"cell": cell})
        for cell, found in checks.items()
    }
    return pa.DataFrameSchema(columns, name=table)


def _checks(cell: Cell, not_after: int) -> list[pa.Check]:
    match cell.kind:
        case "text" if cell.missing:
            return [pa.Check(pd.Series.notna, name=cell.missing, ignore_na=False)]
        case "lead":
            return [_differs("missing_id", NO_LEAD), _differs("unknown_lead", UNKNOWN_LEAD)]
        case "number":
            return [_differs("unreadable_number", UNREADABLE_NUMBER)]
        case "moment":
            return [_differs("unreadable_date", UNREADABLE_MOMENT), *_moment_checks(cell, not_after)]
        case _:
            return []


def _moment_checks(cell: Cell, not_after: int) -> list[pa.Check]:
    checks = [_differs(cell.missing, NEVER)] if cell.missing else []
    if cell.past:
        checks.append(
            pa.Check(lambda moments: (moments >= 0) | (moments <= UNREADABLE_MOMENT), name="date_before_1970")
        )
        checks.append(pa.Check(lambda moments: moments <= not_after, name="date_in_future"))
    return checks


def _differs(rule: str, mark: float) -> pa.Check:
    return pa.Check(lambda values: values != mark, name=rule)


_EMPTY: dict[str, Any] = {"number": float("nan"), "moment": NEVER, "text": None, "code": -1}


@dataclass(frozen=True)
class Sifted:
    """What came of a sieve.

    Attributes:
        good: The rows that passed, in their order.
        rejects: One failure for each rule that a row or cell broke.
        rows_read: Number of rows that went in.
    """

    good: pd.DataFrame
    rejects: pd.DataFrame
    rows_read: int

    def then(self, later: "Sifted") -> "Sifted":
        """What passed a second sieve, with the failures of both."""
        return Sifted(later.good, gather([self.rejects, later.rejects]), self.rows_read)


def sift(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> Sifted:
    """Apply a schema to a table with a ``row`` column.

    A row whose vital cell breaks a rule is rejected; any other cell that breaks one is emptied and its row stays.
    """
    frame = frame.reset_index(drop=True)
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        broken = error.failure_cases
        if broken["index"].isna().any():  # a column or type is wrong, not a row: a mistake in leadscore itself
            raise
        return _part(frame, broken, schema)
    return Sifted(frame, no_failures(), len(frame))


def _part(frame: pd.DataFrame, broken: pd.DataFrame, schema: pa.DataFrameSchema) -> Sifted:
    parts, lost = [], pd.Series(False, index=frame.index)
    good = frame.copy()
    for (key, rule), cases in broken.groupby(["column", "check"], sort=False):
        cell: Cell = schema.columns[key].metadata["cell"]
        places = cases["index"].astype("int64").to_numpy()
        if cell.vital:
            lost.iloc[places] = True
        else:
            good.loc[places, key] = _EMPTY[cell.kind]
        effect = REJECTED if cell.vital else EMPTIED
        rows = frame[ROW].to_numpy()[places]
        parts.append(failures(str(schema.name), rows, rule=str(rule), column=cell.column, effect=effect))
    return Sifted(good[~lost].reset_index(drop=True), gather(parts), len(frame))
