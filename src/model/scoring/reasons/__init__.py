"""Reasons in words: what a person would say about the facts behind a signal's points."""

from leadscore.model.scoring.reasons.evidence import with_evidence
from leadscore.model.scoring.reasons.facts import Facts, Value
from leadscore.model.scoring.reasons.phrases import Phrases

__all__ = ["Facts", "Phrases", "Value", "with_evidence"]
