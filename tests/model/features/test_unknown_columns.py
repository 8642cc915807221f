"""Which columns of other leads a model can still use."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import ColumnRole, FeatureSpec, InputColumn
from leadscore.model.features.unknown_columns import known_to, unknown_columns


@pytest.mark.parametrize(
    ("role", "values", "known"),
    [
        ("numeric", np.zeros(2), True),
        ("numeric", np.array(["a", None], dtype=object), False),
        ("category", np.array(["a", None], dtype=object), True),
        ("category", np.zeros(2), False),
        ("email", np.array(["a@b.de", None], dtype=object), True),
        ("date", np.zeros(2, dtype=np.int64), True),
        ("date", np.zeros(2), False),
    ],
)
def test_a_column_is_known_in_the_form_its_role_has(role: ColumnRole, values: NDArray[Any], known: bool) -> None:
    spec = FeatureSpec((InputColumn("x", role),), (), (), dated=False)
    table = LeadTable(("a", "b"), {"x": values})
    assert unknown_columns(spec, table) == ([] if known else ["x"])
    assert unknown_columns(spec, table, hidden={"x"}) == ["x"]
    assert list(known_to(spec, table).columns) == (["x"] if known else [])
