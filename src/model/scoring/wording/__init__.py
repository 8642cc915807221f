"""Wording: the phrases of one language, from which every sentence that a reader gets is made."""

from leadscore.model.scoring.wording.wording import SHIPPED, Wording, english, shipped

__all__ = ["SHIPPED", "Wording", "english", "shipped"]
