"""One more event in thought: the log of leads as if each had just done something."""

import numpy as np

from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.moments import Moments


def with_one_more(log: EventLog, as_of: Moments, event_type: str, value: float = np.nan) -> EventLog:
    """The log with one more event per lead, a microsecond before that lead's moment.

    Args:
        log: The events so far.
        as_of: The moment of each lead of the log.
        event_type: The kind of the new events.
        value: Their value; NaN for none.
    """
    n = len(as_of)
    lead = np.repeat(np.arange(n), np.diff(log.offsets))
    levels = tuple(sorted({*log.type.levels, event_type}))
    code = np.array([*(levels.index(level) for level in log.type.levels), -1], dtype=np.int32)  # -1 finds the -1
    types = np.append(code[log.type.codes], np.full(n, levels.index(event_type), dtype=np.int32))
    rows = EventRows(
        np.append(log.occurred_at, as_of - 1),
        Coded(types, levels),
        np.append(log.value, np.full(n, value)),
        {
            name: Coded(np.append(coded.codes, np.full(n, -1, dtype=np.int32)), coded.levels)
            for name, coded in log.attributes.items()
        },
        np.arange(len(types)),  # the log has no event twice, and a new one is none of them
    )
    return EventLog.build(np.append(lead, np.arange(n)), rows, n_leads=n)
