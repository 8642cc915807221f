"""Promotion: the verdict on a model, its comparison with the champion, and the rule that follows from both."""

from leadscore.model.learning.promotion.rules import LEVELS, RuleResult
from leadscore.model.learning.promotion.verdict import RULES, VERDICTS, verdict

__all__ = ["LEVELS", "RULES", "VERDICTS", "RuleResult", "verdict"]
