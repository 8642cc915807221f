"""Scoring: a trained model, loaded from its bundle, turns features into points, probabilities and reasons."""
