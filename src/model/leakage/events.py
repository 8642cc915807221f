"""Types of event that happen only at the outcome or after it."""

import numpy as np

from leadscore.model.leakage.leak import Leak, Sign
from leadscore.model.moments import NEVER
from leadscore.model.tables.findings.conversions import ended_at
from leadscore.model.tables.schema import Tables

_NEARLY_ALL, _FEWEST_EVENTS, _SAME_MOMENT = 0.99, 10, 60_000_000


def late_events(tables: Tables) -> list[Leak]:
    """Types of event that happen with the outcome: no model sees them in time, so they are notes."""
    log = tables.events
    ended = np.repeat(ended_at(tables), np.diff(log.offsets))
    late = (ended != NEVER) & (log.occurred_at >= ended - _SAME_MOMENT)
    typed = log.type.codes >= 0
    levels = len(log.type.levels)
    events = np.bincount(log.type.codes[typed], minlength=levels)
    at_end = np.bincount(log.type.codes[typed & late], minlength=levels)
    return [
        Leak(level, "event", "note", (_sign(int(ending), int(count)),))
        for level, count, ending in zip(log.type.levels, events, at_end, strict=True)
        if count >= _FEWEST_EVENTS and ending >= _NEARLY_ALL * count
    ]


def _sign(ending: int, count: int) -> Sign:
    text = f"{ending:,} of {count:,} happen within a minute of the outcome or after it, too late to be of use."
    return Sign("happens_with_outcome", text, "event")
