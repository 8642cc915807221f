"""Tables of leads from arrays, for tests that need no file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.arrays import Integers
from leadscore.model.config import Config, parse_config
from leadscore.model.data.quality.conversions import Watched
from leadscore.model.data.tables.checking import no_failures
from leadscore.model.data.tables.outcomes import no_outcomes
from leadscore.model.data.tables.tables import CONVERTED, Tables
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.timestamps import NEVER


def texts(values: Sequence[str | None]) -> NDArray[Any]:
    """A text column as validation leaves it."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def flat(
    columns: Mapping[str, NDArray[Any]],
    converted: Any,
    *,
    created_at: Integers | None = None,
    people: Mapping[str, NDArray[Any]] | None = None,
) -> Tables:
    """Leads of a file with a target column; the data end with the latest creation."""
    count = len(converted)
    return Tables(
        leads=LeadTable(tuple(map(str, range(count))), dict(columns), created_at),
        events=EventLog.empty(count),
        outcomes=no_outcomes(),
        target=pd.Series(np.asarray(converted, dtype=bool)),
        people=pd.DataFrame(people or {}, index=range(count), dtype=object),
        rejects=no_failures(),
        rows_read={"leads": count},
        data_until=None if created_at is None else int(created_at.max()),
    )


def dated(leads: Watched, *, lost: Sequence[int] = ()) -> Tables:
    """Leads with outcomes: those that were won, and some that were lost the moment after their creation."""
    won = np.flatnonzero(leads.won_at != NEVER)
    outcomes = pd.DataFrame(
        {
            "lead": np.concatenate([won, np.asarray(lost, dtype=np.int64)]),
            "occurred_at": np.concatenate([leads.won_at[won], leads.created_at[list(lost)] + 1]),
            "outcome": [CONVERTED] * len(won) + ["lost"] * len(lost),
        }
    ).sort_values("lead", ignore_index=True)
    count = len(leads.created_at)
    return Tables(
        leads=LeadTable(tuple(map(str, range(count))), {}, leads.created_at),
        events=EventLog.empty(count),
        outcomes=outcomes,
        target=None,
        people=pd.DataFrame(index=range(count)),
        rejects=no_failures(),
        rows_read={},
        data_until=leads.until,
    )


def config_of(sections: Mapping[str, Any] | None = None, /, **roles: str) -> Config:
    """A configuration of columns with these roles; sections replace or add whole tables."""
    base: dict[str, Any] = {"leads": {"path": "x", "target": "y", "positive": ["1"]}}
    columns = {"columns": {name: {"role": role} for name, role in roles.items()}}
    return parse_config(base | columns | dict(sections or {}), folder=Path())
