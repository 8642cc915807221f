"""Sifting a table through a schema: good rows on one side, counted failures on the other."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from leadscore.model.moments import NEVER
from leadscore.model.tables.validation.cells import Cell
from leadscore.model.tables.validation.rejects import failures, gather, no_failures
from leadscore.model.tables.validation.rules import EMPTIED, REJECTED
from leadscore.model.tables.validation.selecting import ROW

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
