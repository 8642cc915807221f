"""Whether a signal's points hold on leads that the model never saw, and which signals say nothing there."""
