"""Leads that repeat another one stay with it, where it is no chance that they are alike."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from leadscore.model.data.tables.leads import first_copies, lead_groups
from leadscore.model.timestamps import DAY

N = 300


def good(**changes: Any) -> pd.DataFrame:
    """Valid leads of which no two are alike but by the columns that are changed; the tenth repeats the fourth."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "row": np.arange(1, N + 1),
            "id": [f"L{i}" for i in range(N)],
            "target": rng.choice(["yes", "no"], N),
            "columns.industry": rng.choice(["Finance", "Health"], N),
        }
    ).assign(**changes)
    places = np.where(np.arange(N) == 9, 3, np.arange(N))
    own = frame[["row", "id", "target"]]
    return frame.iloc[places].reset_index(drop=True).assign(row=own["row"], id=own["id"], target=own["target"])


def pairs(frame: pd.DataFrame) -> dict[int, int]:
    """Leads that are not their own first copy, and which one they repeat."""
    first = first_copies(frame)
    return {lead: copied for lead, copied in enumerate(first.tolist()) if copied != lead}


TELLING: dict[str, dict[str, Any]] = {
    "a creation with its time of day": {"created_at": np.arange(N) * DAY + 12_345},
    "an address": {"email": [f"{i}@x.org" for i in range(N)]},
    "a number of one's own": {"columns.budget": np.arange(N) / 7},
}
UNTELLING: dict[str, dict[str, Any]] = {
    "a category": {},
    "a creation by the day": {"created_at": np.arange(N) // 20 * DAY},
    "few numbers": {"columns.budget": np.arange(N) % 4 / 7},
    "a company": {"company": [f"C{i}" for i in range(N)]},
}


@pytest.mark.parametrize("changes", TELLING.values(), ids=TELLING)
def test_a_lead_equal_to_another_in_what_tells_leads_apart_repeats_it(changes: dict[str, Any]) -> None:
    assert pairs(good(**changes)) == {9: 3}


@pytest.mark.parametrize("changes", UNTELLING.values(), ids=UNTELLING)
def test_leads_that_may_be_alike_by_chance_stand_for_themselves(changes: dict[str, Any]) -> None:
    assert pairs(good(**changes)) == {}


@pytest.mark.parametrize("column", ["columns.industry", "created_at", "columns.budget"])
def test_a_lead_that_differs_in_anything_is_no_copy(column: str) -> None:
    frame = good(**TELLING["an address"], **TELLING["a number of one's own"], created_at=np.arange(N) * DAY)
    other: dict[str, Any] = {"columns.industry": "Energy", "created_at": 5, "columns.budget": np.nan}
    values = frame[column].tolist()
    values[9] = other[column]
    frame[column] = pd.Series(values)
    assert pairs(frame) == {}


def test_missing_values_are_alike() -> None:
    frame = good(**TELLING["an address"], **{"columns.budget": np.nan})
    assert pairs(frame.assign(**{"columns.industry": frame["columns.industry"].mask(frame.index < 20)})) == {9: 3}


def test_leads_without_an_address_are_not_alike_by_having_none() -> None:
    assert pairs(good(email=[f"{i}@x.org" if i > 9 else None for i in range(N)])) == {}


@pytest.mark.parametrize(("n_alike", "found"), [(20, dict.fromkeys(range(1, 20), 0)), (21, {})])
def test_more_than_twenty_alike_are_a_kind_of_leads(n_alike: int, found: dict[int, int]) -> None:
    frame = good(created_at=np.arange(N) * DAY + 12_345)
    places = np.where(np.arange(N) < n_alike, 0, np.arange(N))
    assert pairs(frame.iloc[places].reset_index(drop=True)) == found


def test_no_leads_have_no_copies() -> None:
    assert first_copies(good().head(0)).tolist() == []
    assert first_copies(good()[["row", "id", "target"]]).tolist() == list(range(N))


def test_copies_stay_together_with_a_column_to_group_by_and_without() -> None:
    frame = good(**TELLING["an address"])
    alone = lead_groups(frame)
    assert alone is not None
    assert (alone[9], alone[8]) == (3, 8)
    by_firm = lead_groups(frame.assign(group=pd.Series(["Acme" if i in (3, 9, 30) else None for i in range(N)])))
    assert by_firm is not None
    assert by_firm[3] == by_firm[9] == by_firm[30] < 0
    assert by_firm[8] == 8


def test_leads_of_which_none_repeats_another_have_no_groups() -> None:
    assert lead_groups(good()) is None
