"""Advice beside the score: questions to ask, changes that would help, similar past leads, a letter of refusal."""
