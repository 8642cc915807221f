"""What a check finds in valid tables: failures per rule, the base rate, maturity by month, signs of leaks."""

from leadscore.model.tables.findings.finding import Findings, find

__all__ = ["Findings", "find"]
