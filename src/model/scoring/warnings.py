"""What a reader should know about the input of a scoring: values that the model cannot tell apart."""

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.moments import Moments


def warnings_of(spec: FeatureSpec, leads: LeadTable, events: EventLog, as_of: Moments) -> list[tuple[str, ...]]:
    """Per lead, sentences about values and events before ``as_of`` that are rare or new to the model."""
    found: list[list[str]] = [[] for _ in leads.ids]
    for column in spec.columns:
        if column.role != "category" or column.name not in leads.columns:
            continue
        known = {None, *column.levels}
        for position, value in enumerate(leads.columns[column.name]):
            if value not in known:
                found[position].append(f"{column.name}: this value is rare or new to the model")
    if spec.has_events:
        for position in _with_strange_events(spec, events, as_of):
            found[position].append("events: a type among them is rare or new to the model and counts overall only")
    return [tuple(texts) for texts in found]


def _with_strange_events(spec: FeatureSpec, events: EventLog, as_of: Moments) -> NDArray[np.int64]:
    """Positions of the leads with an event of a type that has no features of its own."""
    strange = np.array([level not in spec.event_types for level in events.type.levels] + [False])
    lead = np.repeat(np.arange(len(events.offsets) - 1), np.diff(events.offsets))
    return np.unique(lead[strange[events.type.codes] & (events.occurred_at < as_of[lead])])
