"""Whether a signal's points hold on leads that the model never saw, and which signals say nothing there."""

from leadscore.model.learning.slopes.fitting import CheckedSignals, PrunedFit, fit_pruned
from leadscore.model.learning.slopes.measuring import Slopes, by_signal, measure_slopes
from leadscore.model.learning.slopes.pruning import kept_signals

__all__ = ["CheckedSignals", "PrunedFit", "Slopes", "by_signal", "fit_pruned", "kept_signals", "measure_slopes"]
