"""Leaks: columns and types of event that seem to know the outcome, each named with its evidence and a severity."""

from leadscore.model.leakage.detecting import leaks
from leadscore.model.leakage.excluding import without_leaks
from leadscore.model.leakage.leak import Leak, Sign

__all__ = ["Leak", "Sign", "leaks", "without_leaks"]
