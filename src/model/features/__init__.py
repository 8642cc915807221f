"""Features: one declared specification turns dated leads into a matrix, in training and in serving alike."""
