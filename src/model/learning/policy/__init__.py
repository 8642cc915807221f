"""Policy: the cuts of grades, found for a model or kept from the champion, and what gates say of past leads."""

from leadscore.model.learning.policy.capacity import require_inflow
from leadscore.model.learning.policy.gate_facts import gate_facts
from leadscore.model.learning.policy.grading import PolicyBasis, configured, with_policy
from leadscore.model.learning.policy.keeping import Keeping, edited_cuts, keeping

__all__ = [
    "Keeping",
    "PolicyBasis",
    "configured",
    "edited_cuts",
    "gate_facts",
    "keeping",
    "require_inflow",
    "with_policy",
]
