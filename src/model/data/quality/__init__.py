"""What a check finds in valid tables: failures per rule, cohorts and their maturity, delays, and traps in the data."""

from leadscore.model.data.quality.findings import Findings, find, maturity
from leadscore.model.data.quality.notes import notes

__all__ = ["Findings", "find", "maturity", "notes"]
