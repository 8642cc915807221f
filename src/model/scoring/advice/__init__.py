"""Advice: what to ask, what would help, leads like this one, and what to tell one that does not qualify."""
