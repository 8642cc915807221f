"""Two thousand made-up leads, a fifth of them converted ten days after creation, with the columns a test gives."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables.checking import no_failures
from leadscore.model.data.tables.outcomes import no_outcomes
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.timestamps import DAY

N = 2_000
RANDOM = np.random.default_rng(0)
CONVERTED = RANDOM.random(N) < 0.2
CREATED = np.sort(RANDOM.integers(0, 300 * DAY, N)) + 20_000 * DAY
WON_AT = CREATED + 10 * DAY
UNTIL = int(CREATED.max()) + 60 * DAY
NOISE = RANDOM.random(N)
STRONG = np.where(RANDOM.random(N) < 0.35, NOISE, 0.5 * NOISE + 0.5 * CONVERTED)
"""Numbers with an AUC of about .83, none of which is a sure sign."""

HONEST: dict[str, Any] = {
    "size": CONVERTED + RANDOM.normal(0, 1.6, N),
    "age": RANDOM.normal(0, 1, N),
    "spend": CONVERTED + RANDOM.normal(0, 1.7, N),
    "visits": RANDOM.poisson(2 + 0.8 * CONVERTED).astype(float),
    "source": np.where(RANDOM.random(N) < 0.4 + 0.2 * CONVERTED, "web", "fair").astype(object),
}
"""Columns that know something, and nothing that they should not."""


def text(values: Any, filled: Any) -> np.ndarray[Any, Any]:
    """These values as text, and None where they are not filled."""
    shown = np.broadcast_to(np.asarray(values).astype(str).astype(object), N).copy()
    shown[~np.broadcast_to(filled, N)] = None
    return shown


def dated(columns: dict[str, Any], events: EventLog | None = None) -> Tables:
    """Leads with a table of outcomes."""
    outcomes = pd.DataFrame(
        {"lead": np.flatnonzero(CONVERTED), "occurred_at": WON_AT[CONVERTED], "outcome": "converted"}
    )
    return Tables(
        leads=LeadTable(tuple(map(str, range(N))), columns, CREATED),
        events=events or EventLog.empty(N),
        outcomes=outcomes,
        target=None,
        people=pd.DataFrame(),
        rejects=no_failures(),
        rows_read={},
        data_until=UNTIL,
    )


def flat(columns: dict[str, Any], converted: np.ndarray[Any, Any] = CONVERTED) -> Tables:
    """Leads without dates, whose target is a column."""
    tables = dated(columns)
    undated = LeadTable(tables.leads.ids, columns)
    return replace(tables, leads=undated, outcomes=no_outcomes(), target=pd.Series(converted), data_until=None)


def configured(columns: dict[str, Any], *, learning: dict[str, Any] | None = None, **settings: Any) -> Config:
    """A configuration of these columns: text is a category, numbers are numeric, ``settings`` say what differs."""
    undated = {"leads": {"path": "x", "target": "y", "positive": ["1"]}}
    with_dates = {
        "leads": {"path": "x", "id": "i", "created_at": "c"},
        "outcomes": {"path": "o", "lead_id": "i", "occurred_at": "o"},
    }
    roles = {
        name: {"role": "category" if values.dtype == object else "numeric"} | settings.get(name, {})
        for name, values in columns.items()
    }
    raw = undated if learning is not None else with_dates
    return parse_config({**raw, "columns": roles, "learning": learning or {"horizon_days": 30}}, folder=Path())
