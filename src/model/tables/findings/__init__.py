"""What a check finds in valid tables: failures per rule, cohorts and their maturity, delays, and traps in the data."""

from leadscore.model.tables.findings.finding import Findings, find
from leadscore.model.tables.findings.maturity import maturity
from leadscore.model.tables.findings.notes import notes

__all__ = ["Findings", "find", "maturity", "notes"]
