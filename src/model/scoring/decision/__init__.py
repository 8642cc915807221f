"""Decision: grade, gates, qualification and route of a lead, each by a rule that is named."""

from leadscore.model.scoring.decision.decider import Decider, Overrides, Scores
from leadscore.model.scoring.decision.decision import Decided, Override, disqualified
from leadscore.model.scoring.decision.policy import Gate, Policy, Thresholds, policy_from_dict
from leadscore.model.scoring.decision.rules import PRECEDENCE

__all__ = [
    "PRECEDENCE",
    "Decided",
    "Decider",
    "Gate",
    "Override",
    "Overrides",
    "Policy",
    "Scores",
    "Thresholds",
    "disqualified",
    "policy_from_dict",
]
