"""Wording: the phrases of one language, from which every sentence that a reader gets is made."""
