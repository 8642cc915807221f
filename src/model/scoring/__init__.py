"""Scoring: a bundle of text and numbers turns features into points, probabilities and reasons."""
