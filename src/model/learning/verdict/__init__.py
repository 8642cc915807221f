"""The verdict: ready, usable with care, or not ready, by declared rules with their numbers."""

from leadscore.model.learning.verdict.deciding import RULES, VERDICTS, verdict
from leadscore.model.learning.verdict.ruling import LEVELS, Ruling

__all__ = ["LEVELS", "RULES", "VERDICTS", "Ruling", "verdict"]
