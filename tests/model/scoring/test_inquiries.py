import math
from typing import Any

import numpy as np
import pytest
from tiny_bundle import tiny_spec

from leadscore.model.errors import DataError
from leadscore.model.scoring.inquiries import EventGiven, Inquiry, inquiries_from_rows, tables_of
from leadscore.model.timestamps import NEVER, moment

ROW: dict[str, Any] = {"lead_id": "a", "created_at": "2026-01-01", "as_of": "2026-02-01"}


def test_every_column_of_the_model_is_there_and_blank_values_are_missing() -> None:
    full = Inquiry("a", 9, 5, {"budget": 7, "industry": " Health ", "e mail": "", "renewal": "2026-01-01"})
    tables = tables_of(tiny_spec(), [full, Inquiry("a", 9, 5)])
    assert tables.leads.ids == ("a", "a")
    assert tables.leads.columns["budget"].tolist()[0] == 7.0
    assert math.isnan(tables.leads.columns["budget"][1])
    assert tables.leads.columns["industry"].tolist() == ["Health", None]
    assert tables.leads.columns["e mail"].tolist() == [None, None]
    assert tables.leads.columns["renewal"].tolist() == [moment("2026-01-01"), NEVER]
    assert tables.as_of.dtype == np.int64


def test_events_with_one_id_count_once_per_lead_at_their_earliest() -> None:
    events = [EventGiven(when, "demo", event_id=key) for when, key in ((3, "x"), (2, "x"), (4, "y"), (4, None))]
    log = tables_of(tiny_spec(), [Inquiry("a", 9, 1, events=events), Inquiry("b", 9, 1, events=events[:1])]).events
    assert log.offsets.tolist() == [0, 3, 4]
    assert log.occurred_at.tolist() == [2, 4, 4, 3]


def test_events_without_ids_are_one_when_everything_is_equal() -> None:
    base = EventGiven(3, "demo", 1.0, None, {"page": "/a"})
    events = [base, base, EventGiven(3, "demo", 2.0, None, {"page": "/a"}), EventGiven(3, "demo", 1.0, None, {})]
    log = tables_of(tiny_spec(), [Inquiry("a", 9, 1, events=events)]).events
    assert len(log) == 3


def test_a_model_without_dates_has_no_moments_and_no_events() -> None:
    tables = tables_of(tiny_spec(dated=False), [Inquiry("a", events=[EventGiven(3, "demo")])])
    assert tables.leads.created_at is None
    assert len(tables.events) == 0


def test_an_integer_beyond_every_float_is_missing() -> None:
    assert math.isnan(tables_of(tiny_spec(), [Inquiry("a", 9, 1, {"budget": 10**400})]).leads.columns["budget"][0])


def test_a_model_with_dates_refuses_a_lead_without_creation() -> None:
    with pytest.raises(DataError, match=r"A lead has no moment of creation\n  where: created_at"):
        tables_of(tiny_spec(), [Inquiry("a", 9)])


def test_rows_become_inquiries_and_nan_is_missing() -> None:
    events = '[{"occurred_at": "2026-01-05", "type": "demo", "page": "/a", "event_id": "e"}]'
    (inquiry,) = inquiries_from_rows(tiny_spec(), [ROW | {"budget": math.nan, "industry": "x", "events": events}])
    assert inquiry == Inquiry(
        "a",
        moment("2026-02-01"),
        moment("2026-01-01"),
        {"industry": "x"},
        [EventGiven(moment("2026-01-05"), "demo", None, "e", {"page": "/a"})],
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"lead_id": "a"}, r"A lead has no as_of or no created_at\n  where: row 1"),
        (ROW | {"as_of": "soon"}, r"A cell cannot be read\n  where: row 1"),
        (ROW | {"events": "[{}]"}, r"A cell cannot be read\n  where: row 1\n  what to do: .*events as JSON"),
        (ROW | {"events": "no JSON"}, "A cell cannot be read"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_number(row: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=message):
        inquiries_from_rows(tiny_spec(), [row])
