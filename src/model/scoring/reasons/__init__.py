"""Reasons: a value and a sentence for each of a lead's strongest signals, with the reference rate."""

from leadscore.model.scoring.reasons.proof import with_rate
from leadscore.model.scoring.reasons.reasoner import Phrases
from leadscore.model.scoring.reasons.sentences import Facts

__all__ = ["Facts", "Phrases", "with_rate"]
