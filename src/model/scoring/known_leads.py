"""Leads as they are scored: all that is known of each at its moment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.moments import Moments


@dataclass(frozen=True)
class KnownLeads:
    """Leads with their events, one moment and one row of the feature matrix each."""

    leads: LeadTable
    events: EventLog
    as_of: Moments
    matrix: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.leads)

    def one(self, lead: int) -> "KnownLeads":
        """One of the leads, alone."""
        row = slice(lead, lead + 1)
        return KnownLeads(
            self.leads.slice(lead, lead + 1), self.events.slice(lead, lead + 1), self.as_of[row], self.matrix[row]
        )
