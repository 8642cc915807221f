"""Decision: grade, gates, qualification and route of a lead, each by a rule that is named."""

from leadscore.model.scoring.decision.decided import Decided, Grade, Qualification
from leadscore.model.scoring.decision.decider import Decider, Overrides, Scores
from leadscore.model.scoring.decision.overrides import Override
from leadscore.model.scoring.decision.policy import Cuts, Gate, Policy, policy_from_dict
from leadscore.model.scoring.decision.precedence import PRECEDENCE

__all__ = [
    "PRECEDENCE",
    "Cuts",
    "Decided",
    "Decider",
    "Gate",
    "Grade",
    "Override",
    "Overrides",
    "Policy",
    "Qualification",
    "Scores",
    "policy_from_dict",
]
