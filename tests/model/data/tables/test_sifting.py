import numpy as np
import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from leadscore.model.data.tables.cells import UNREADABLE_MOMENT, UNREADABLE_NUMBER, Cell
from leadscore.model.data.tables.checking import cells_schema, sift
from leadscore.model.timestamps import DAY, NEVER

CELLS = (
    Cell("id", "Id", "text", vital=True, missing="missing_id"),
    Cell("created_at", "Created", "moment", vital=True, missing="missing_date", past=True),
    Cell("columns.Budget", "Budget", "number"),
)
SCHEMA = cells_schema("leads", CELLS, not_after=100 * DAY)


def rows(ids: list[str | None], created: list[int], budget: list[float]) -> pd.DataFrame:
    columns = {"id": pd.Series(ids, dtype="str"), "created_at": created, "columns.Budget": budget}
    return pd.DataFrame({"row": np.arange(1, len(ids) + 1), **columns})


def test_a_row_that_breaks_several_rules_has_a_failure_for_each() -> None:
    sifted = sift(rows([None, "b"], [NEVER, DAY], [UNREADABLE_NUMBER, 1.0]), SCHEMA)
    assert sifted.good["id"].tolist() == ["b"]
    assert sifted.rejects[["row", "rule", "column", "effect"]].to_numpy().tolist() == [
        [1, "missing_date", "Created", "row rejected"],
        [1, "missing_id", "Id", "row rejected"],
        [1, "unreadable_number", "Budget", "cell emptied"],
    ]


def test_a_moment_breaks_one_rule_at_most() -> None:
    moments = [NEVER, UNREADABLE_MOMENT, -1, 100 * DAY + 1, 0, 100 * DAY]
    sifted = sift(rows(list("abcdef"), moments, [1.0] * 6), SCHEMA)
    assert sifted.rejects["rule"].tolist() == [
        "missing_date",
        "unreadable_date",
        "date_before_1970",
        "date_in_future",
    ]
    assert sifted.good["id"].tolist() == ["e", "f"]


def test_the_rows_that_came_in_are_left_as_they_were() -> None:
    frame = rows(["a"], [DAY], [UNREADABLE_NUMBER])
    sifted = sift(frame, SCHEMA)
    assert np.isnan(sifted.good["columns.Budget"].iloc[0])
    assert frame["columns.Budget"].tolist() == [UNREADABLE_NUMBER]


def test_a_column_of_the_wrong_type_is_no_failure_of_a_row() -> None:
    with pytest.raises(SchemaErrors, match="created_at"):
        sift(rows(["a"], [DAY], [1.0]).astype({"created_at": "float64"}), SCHEMA)
