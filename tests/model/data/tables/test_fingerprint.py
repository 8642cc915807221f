"""Equal data have equal fingerprints, and any change of a value shows."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from activity import draw_activity, log_of

from leadscore.model.card import plain
from leadscore.model.data.tables.tables import Tables, fingerprint
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable


def drawn(**changes: Any) -> Tables:
    activity = draw_activity(0)
    outcomes = pd.DataFrame(
        {
            "lead": [1, 3],
            "occurred_at": [5, 6],
            "outcome": ["converted", "lost"],
            "amount": [1.0, np.nan],
            "reason": ["a", None],
        }
    )
    tables = Tables(activity.leads, activity.log, outcomes, None, pd.DataFrame(), pd.DataFrame(), {}, 10**15)
    return replace(tables, **changes)


def with_leads(**changes: Any) -> Callable[[], Tables]:
    return lambda: drawn(leads=replace(draw_activity(0).leads, **changes))


def with_events(column: str, value: Any) -> Callable[[], Tables]:
    def tables() -> Tables:
        events = draw_activity(0).events
        return drawn(events=log_of(events.assign(**{column: [value, *events[column].tolist()[1:]]}), n_leads=40))

    return tables


def recoded() -> Tables:
    log = draw_activity(0).log
    return drawn(events=replace(log, type=replace(log.type, levels=("called", "demo", "page"))))


ACTIVITY = draw_activity(0)
CHANGES: dict[str, Callable[[], Tables]] = {
    "an id": with_leads(ids=("other", *ACTIVITY.leads.ids[1:])),
    "a creation": with_leads(created_at=np.arange(40)),
    "a number": with_leads(columns={**ACTIVITY.leads.columns, "budget": np.zeros(40)}),
    "a column's name": with_leads(columns={**ACTIVITY.leads.columns, "further": np.zeros(40)}),
    "an event's moment": with_events("occurred_at", 7),
    "an event's value": with_events("value", 7.5),
    "an event's attribute": with_events("page", "/new"),
    "the meaning of a code": recoded,
    "an outcome": lambda: drawn(outcomes=drawn().outcomes.assign(outcome=["lost", "lost"])),
    "a reason": lambda: drawn(outcomes=drawn().outcomes.assign(reason=["b", "c"])),
    "a target": lambda: drawn(target=pd.Series([True] * 40)),
    "the end of the data": lambda: drawn(data_until=10**15 + 1),
}


def test_equal_data_have_equal_fingerprints() -> None:
    assert fingerprint(drawn()) == fingerprint(drawn())


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_shows(change: str) -> None:
    assert fingerprint(CHANGES[change]()).sha256 != fingerprint(drawn()).sha256


def test_a_fingerprint_is_plain_and_holds_no_value() -> None:
    text = json.dumps(plain(fingerprint(drawn())), allow_nan=False)
    assert not any(word in text for word in ("gmail", "acme", "Finance", "/pricing", "demo"))


def test_data_without_dates_or_events_have_a_fingerprint() -> None:
    leads = LeadTable(("a", "b"), {"budget": np.array([1.0, np.nan])})
    tables = drawn(
        leads=leads, events=EventLog.empty(2), outcomes=pd.DataFrame(), target=pd.Series([True, False]), data_until=None
    )
    made = fingerprint(tables)
    assert (made.rows, made.first, made.last) == ({"leads": 2, "events": 0, "outcomes": 0}, None, None)
