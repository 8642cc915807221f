"""What valid tables look like once they are read: the one shape every later stage takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable

CONVERTED, DISQUALIFIED, LOST = "converted", "disqualified", "lost"


@dataclass(frozen=True)
class Tables:
    """Valid rows, and what was rejected on the way.

    Attributes:
        leads: The leads a model may look at, in the order of the file.
        events: The events of these leads; empty where there are none.
        outcomes: One row per lead that has ended, ordered by ``lead``: ``lead`` (int64 position in ``leads``),
            ``occurred_at`` (int64 moment), ``outcome`` (converted, disqualified or lost), ``amount`` (float64) and
            ``reason`` (text). Empty for a flat file with a target column.
        target: Per lead, whether the target column says converted; None where outcomes are a table.
        people: Per lead, text columns for people to read (name, company, ...), never for the model.
        rejects: One row per failure: ``table``, ``row`` (1-based data row of the file), ``rule``, ``column`` and
            ``effect`` (row rejected, cell emptied, counted once or row kept).
        rows_read: Number of rows read, per table.
        data_until: The latest valid moment in the tables, or the configured one; None without dates.
        lead_group: Per lead what must stay together: a negative number that stands for the value of the group
            column in every table; where there is none, the position of the first lead that it repeats under a
            different id, mostly its own. None where every lead stands for itself.
        unclear: Positions of the leads of which every outcome was rejected: nobody knows how they ended.
    """

    leads: LeadTable
    events: EventLog
    outcomes: pd.DataFrame
    target: "pd.Series[bool] | None"
    people: pd.DataFrame
    rejects: pd.DataFrame
    rows_read: Mapping[str, int]
    data_until: int | None
    lead_group: NDArray[np.int64] | None = None
    unclear: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
