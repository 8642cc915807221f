"""Tables of any size and content: the report never fails, and says nothing that is not so."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from suspect_tables import configured

from leadscore.model.data.leakage import leaks
from leadscore.model.data.tables.checking import no_failures
from leadscore.model.data.tables.tables import CONVERTED, LOST, Tables
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.timestamps import DAY, NEVER

NUMBERS = st.sampled_from([float("nan"), 0.0, 1.0, -1.0, 1e300, -1e300, 7.5])
TEXTS = st.sampled_from([None, "a", "b", "x 1", "x 2", "ü"])
DATES = st.sampled_from([NEVER, 0, -30_000 * DAY, 90_000 * DAY, 20_000 * DAY, 20_000 * DAY + 1])
ENDS = st.sampled_from([None, CONVERTED, CONVERTED, LOST])


@given(st.data(), st.integers(0, 60), st.sampled_from(["time", "file_order", "random"]))
@settings(max_examples=60, deadline=None)
def test_no_table_is_too_strange_for_a_report(data: st.DataObject, leads: int, split: str) -> None:
    def column(values: st.SearchStrategy[object], dtype: type) -> np.ndarray:
        return np.array(data.draw(st.lists(values, min_size=leads, max_size=leads)), dtype=dtype)

    columns = {
        "stage": column(NUMBERS, float),
        "source": column(TEXTS, object),
        "mail": column(TEXTS, object),
        "closed_on": column(DATES, np.int64),
        "ticket": column(TEXTS, object),
        "constant": np.full(leads, "x", dtype=object),
        "empty": np.full(leads, np.nan),
    }
    created = column(st.sampled_from([0, 20_000 * DAY, 20_000 * DAY + 5]), np.int64)
    ends = column(ENDS, object)
    ended = np.flatnonzero([end is not None for end in ends])
    outcomes = pd.DataFrame({"lead": ended, "occurred_at": created[ended] + DAY, "outcome": ends[ended]})
    tables = Tables(
        leads=LeadTable(tuple(map(str, range(leads))), columns, created),
        events=EventLog.empty(leads),
        outcomes=outcomes,
        target=None,
        people=pd.DataFrame(),
        rejects=no_failures(),
        rows_read={},
        data_until=20_100 * DAY,
    )
    roles = {"mail": {"role": "email"}, "closed_on": {"role": "date"}, "ticket": {"role": "id_like"}}
    config = configured(columns, **roles, source={"known_after": "closed_on"}, stage={"known_after": 3})
    config = config.model_copy(update={"learning": config.learning.model_copy(update={"split": split})})
    found = leaks(tables, config)
    assert not {leak.name for leak in found} & {"constant", "empty"}
    assert all(leak.signs for leak in found)
