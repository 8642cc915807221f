"""Pandera schemas, built from the cells a configuration names; every check bears the name of its rule."""

from collections.abc import Collection, Sequence

import pandas as pd
import pandera.pandas as pa

from leadscore.model.moments import NEVER
from leadscore.model.tables.validation.cells import Cell, Kind
from leadscore.model.tables.validation.selecting import NO_LEAD, UNKNOWN_LEAD, UNREADABLE_MOMENT, UNREADABLE_NUMBER

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
