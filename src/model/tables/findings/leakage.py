"""A first report on leaks: columns and events that seem to know the outcome, each with its evidence."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.features.leads import LeadTable
from leadscore.model.moments import DAY, NEVER
from leadscore.model.tables.findings.leak_signs import SIGNS, Evidence, Suspect
from leadscore.model.tables.schema import Tables

__all__ = ["Suspect", "suspects"]

_MOST_LEADS = 100_000


def suspects(tables: Tables, config: Config, converted: NDArray[np.bool_]) -> list[Suspect]:
    """Everything that shows a sign of a leak, leaks first; without both outcomes there is nothing to see.

    Args:
        tables: The valid tables.
        config: How columns are used; a column with ``keep`` is told as a note.
        converted: Per lead, whether it converted at any time.
    """
    if converted.all() or not converted.any():
        return []
    evidence = _evidence(tables, config, converted)
    found = [suspect for look in SIGNS.values() for suspect in look(evidence)]
    judged = [_accepted(suspect) if _kept(suspect, config) else suspect for suspect in found]
    return sorted(judged, key=lambda suspect: suspect.severity)


def _evidence(tables: Tables, config: Config, converted: NDArray[np.bool_]) -> Evidence:
    count = min(len(converted), _MOST_LEADS)
    chosen = np.linspace(0, len(converted) - 1, count).astype(np.int64)
    columns = {
        name: _comparable(tables.leads, name, role=column.role)[chosen]
        for name, column in config.feature_columns.items()
    }
    return Evidence(tables, config, converted, columns, converted[chosen])


def _comparable(leads: LeadTable, name: str, *, role: str) -> NDArray[Any]:
    """Values as they can be compared between leads; dates as days since creation, where that is known."""
    values = leads.columns[name]
    if role != "date":
        return values
    start = 0 if leads.created_at is None else leads.created_at
    return np.where(values == NEVER, np.nan, (values - start) / DAY)


def _kept(suspect: Suspect, config: Config) -> bool:
    column = config.columns.get(suspect.name)
    return suspect.severity == "leak" and column is not None and column.keep


def _accepted(suspect: Suspect) -> Suspect:
    return replace(suspect, severity="note", evidence=f"{suspect.evidence} The configuration keeps it.")
