"""Thresholds of grades, found for a model or kept from the champion, and what gates say of past leads."""

from leadscore.model.learning.thresholds.capacity import require_inflow
from leadscore.model.learning.thresholds.grading import PolicyBasis, configured, with_policy
from leadscore.model.learning.thresholds.keeping import Keeping, edited_thresholds, gate_results, keeping

__all__ = [
    "Keeping",
    "PolicyBasis",
    "configured",
    "edited_thresholds",
    "gate_results",
    "keeping",
    "require_inflow",
    "with_policy",
]
