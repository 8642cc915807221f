"""Decision: grade, gates, qualification and route of a lead, each by a rule that is named."""

from leadscore.model.scoring.decision.policy import Cuts, Gate, Policy, policy_from_dict

__all__ = ["Cuts", "Gate", "Policy", "policy_from_dict"]
