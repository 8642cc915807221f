"""Leaks: columns and types of event that seem to know the outcome, each named with its evidence and a severity."""

from leadscore.model.data.leakage.detecting import leaks
from leadscore.model.data.leakage.leak import Leak, Sign, without_leaks

__all__ = ["Leak", "Sign", "leaks", "without_leaks"]
