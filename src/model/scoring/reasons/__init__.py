"""Reasons in words: what a person would say about the facts behind a signal's points."""

from leadscore.model.scoring.reasons.columns import Facts
from leadscore.model.scoring.reasons.reasoner import Phrases, with_evidence

__all__ = ["Facts", "Phrases", "with_evidence"]
