from dataclasses import replace

import numpy as np
import pytest
from flat_leads import config_of, flat

from leadscore.model.data.quality.notes import repeats
from leadscore.model.scoring.language import english

WITH_IDS = config_of({"leads": {"path": "x", "id": "id", "target": "y", "positive": ["1"]}}, size="numeric")
TABLES = flat({"size": np.ones(5)}, np.zeros(5))


@pytest.mark.parametrize(
    ("lead_group", "found"),
    [
        (None, None),
        ([0, 1, 2, 3, 4], None),
        ([0, 1, 0, 3, 4], "1 lead repeats"),
        ([0, 0, 0, 3, 4], "2 leads repeat"),
        ([-7, -7, 2, 3, 2], "1 lead repeats"),  # those of one company are no copies of each other
    ],
)
def test_leads_that_reading_found_to_be_copies_are_counted(lead_group: list[int] | None, found: str | None) -> None:
    tables = replace(TABLES, lead_group=None if lead_group is None else np.array(lead_group))
    told = list(repeats(tables, WITH_IDS, english()))
    assert [sentence.split(" an ")[0] for sentence in told] == ([found] if found else [])


def test_without_ids_rows_are_no_leads_under_different_ids() -> None:
    assert (
        list(repeats(replace(TABLES, lead_group=np.zeros(5, dtype=np.int64)), config_of(size="numeric"), english()))
        == []
    )
