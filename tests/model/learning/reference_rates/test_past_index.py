"""Which past leads are kept, with their last snapshot and how they ended."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from advised import learned

from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.learning.reference_rates.past_leads import Chosen, index_past_leads
from leadscore.model.scoring.advice.past_leads import PastLeads, past_leads_from
from leadscore.model.scoring.points import Explainer
from leadscore.model.timestamps import DAY, moment

START = moment("2025-01-01")
LEARNING = LearningSettings.model_validate({"horizon_days": 30, "snapshots_days": (0, 7), "snapshots_every_days": 30})
ALL = Chosen(most_leads=100)


def tables_of(
    created_days: list[float] | None,
    outcomes: list[tuple[int, float, str]] | None = None,
    *,
    target: list[bool] | None = None,
    until_days: float = 100,
    unclear: tuple[int, ...] = (),
) -> Tables:
    """Leads of these days of creation; outcomes are lead, day and kind."""
    n = len(created_days) if created_days is not None else len(target or [])
    created = None if created_days is None else START + (np.array(created_days) * DAY).astype(np.int64)
    ended = pd.DataFrame(
        [(lead, START + int(day * DAY), outcome) for lead, day, outcome in outcomes or []],
        columns=["lead", "occurred_at", "outcome"],
    ).astype({"lead": "int64", "occurred_at": "int64"})
    return Tables(
        leads=LeadTable(tuple(f"L{i}" for i in range(n)), {"budget": np.arange(n) * 40.0}, created),
        events=EventLog.empty(n),
        outcomes=ended,
        target=None if target is None else pd.Series(target, dtype=bool),
        people=pd.DataFrame(),
        rejects=pd.DataFrame(),
        rows_read={},
        data_until=START + int(until_days * DAY),
        unclear=np.array(unclear, dtype=np.int64),
    )


def index(tables: Tables, keeping: Chosen = ALL) -> PastLeads:
    return index_past_leads(learned().bundle, tables, LEARNING, keeping)


def rows_of(past: PastLeads) -> list[tuple[str, str, float | None]]:
    return list(zip(past.ids, past.outcomes, past.days, strict=True))


def test_a_lead_is_past_once_it_ended_or_once_a_label_is_known() -> None:
    tables = tables_of(
        [0, 0, 90, 90, 95],
        [(0, 12.5, "converted"), (2, 91, "disqualified"), (4, 97.25, "lost")],
    )
    assert rows_of(index(tables)) == [
        ("L0", "converted", 12.5),
        ("L1", "open", None),  # its first looks have matured
        ("L2", "disqualified", 1.0),
        ("L4", "lost", 2.25),  # L3 is open, and none of its looks has matured
    ]


@pytest.mark.parametrize(
    ("outcomes", "as_of_days"),
    [
        ([(0, 12.5, "converted")], 7),  # the last look before it ended
        ([(0, 5, "lost")], 0),
        ([], 67),  # ages 0, 7, 37, 67, 97: that of 67 has just matured by day 100
    ],
)
def test_points_are_those_of_the_last_look(outcomes: list[tuple[int, float, str]], as_of_days: int) -> None:
    tables = tables_of([0], outcomes)
    bundle = learned().bundle
    look = Snapshots(np.zeros(1, np.int64), np.array([START + as_of_days * DAY]))
    matrix = feature_matrix(bundle.spec, tables.leads, tables.events, look)
    contributions = Explainer(bundle).explain(matrix, most=1).contributions
    past = index(tables)
    assert past.points.dtype == np.float32
    np.testing.assert_array_equal(past.points, (10 / np.log(2) * contributions).astype(np.float32))


def test_the_latest_leads_are_kept_equally_late_ones_by_their_order() -> None:
    ended: Any = [(lead, 60, "lost") for lead in range(5)]
    tables = tables_of([20, 50, 10, 50, 50], ended)
    assert index(tables, Chosen(most_leads=3)).ids == ("L1", "L3", "L4")
    assert index(tables, Chosen(most_leads=2)).ids == ("L1", "L3")
    assert index(tables, Chosen(most_leads=4)).ids == ("L0", "L1", "L3", "L4")


def test_erased_leads_are_not_kept_and_others_take_their_place() -> None:
    tables = tables_of([0, 1, 2], [(lead, 60, "lost") for lead in range(3)])
    assert index(tables, Chosen(2, frozenset({"L1", "L7"}))).ids == ("L0", "L2")
    assert index(tables, Chosen(9, frozenset({"L0", "L1", "L2"}))).points.shape == (
        0,
        len(learned().bundle.spec.signals),
    )


def test_a_lead_of_which_nobody_knows_how_it_ended_is_not_kept() -> None:
    assert index(tables_of([0, 0], [(1, 9, "lost")], unclear=(0,))).ids == ("L1",)


def test_in_a_file_with_a_target_leads_converted_or_were_lost() -> None:
    past = index(tables_of(None, target=[True, False, True]), Chosen(most_leads=2))
    assert rows_of(past) == [("L1", "lost", None), ("L2", "converted", None)]
    dated = tables_of([0, 0, 99, 99], target=[True, False, True, False])  # of the last one nobody knows yet
    assert rows_of(index(dated)) == [("L0", "converted", None), ("L1", "lost", None), ("L2", "converted", None)]


def test_no_leads_make_an_empty_index() -> None:
    assert index(tables_of([])).ids == ()


def test_an_index_comes_back_from_its_plain_values() -> None:
    past = index(tables_of([0, 0], [(0, 12.5, "converted")]))
    again = past_leads_from(past.as_dict(), past.points)
    assert again == past
    np.testing.assert_array_equal(again.points, past.points)
