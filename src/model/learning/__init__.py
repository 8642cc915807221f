"""Learning: splitting by time, fitting one additive model, calibrating it, and evaluating it."""
