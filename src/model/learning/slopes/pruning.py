"""Which signals say nothing on leads that were held out, and which may be reasons of their own."""

from dataclasses import dataclass, replace

import numpy as np

from leadscore.model.arrays import Floats, Mask, Positions
from leadscore.model.config import Config
from leadscore.model.features.signals import name_of_column
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.slopes.measuring import Slopes, centred, measure_slopes, row_losses

BELOW_ONE = 1.28
"""Standard errors that a slope must be below 1 to be doubted; chance does that to one true signal in ten."""

SILENT = 0.05
"""Values that tell as much as this likely by chance are taken to tell nothing."""

WORTH_DOUBTING = 0.04
"""Mean log-odds of a signal, half a point, below which silent values are no reason to take it out."""


@dataclass(frozen=True)
class Pruning:
    """What becomes of the signals of a recipe.

    Attributes:
        slopes: Per signal, out of fold.
        left_out: Which signals say nothing and are taken out.
        all_say_nothing: Whether all do, in which case none is taken out.
    """

    slopes: Slopes
    left_out: Mask
    all_say_nothing: bool = False


def prune(
    contributions: Floats,
    log_odds: Floats,
    evaluation_set: EvaluationSet,
    *,
    p_values: Floats | None = None,
    kept: Mask | None = None,
) -> Pruning:
    """Find the signals that say nothing on held-out leads.

    The rule: a signal is taken out if the out-of-fold log loss is no worse without its contribution, and its slope is
    below 1 by more than ``BELOW_ONE`` standard errors; or if its own values tell nothing of what the rest leaves
    unexplained, and its slope is below 1 and not surely above 0. Taking out whatever adds nothing, or whatever is not
    surely above zero, made the log loss of coil2000, where many faint signals add up, significantly worse; so faint
    signals whose values are silent stay.

    Signals that say the same share what they say, so that each may seem to add nothing and all of them add much: the
    worst is taken out first, and the next ones only while all taken out add nothing together.

    Args:
        contributions: Out-of-fold log-odds per row and signal.
        log_odds: Out-of-fold log-odds of the whole model, per row.
        evaluation_set: What became of the rows.
        p_values: Of the values of each signal; None where they are not known.
        kept: Signals that stay whatever they say; None for none.
    """
    slopes = measure_slopes(contributions, log_odds, evaluation_set)
    silent = np.ptp(contributions, axis=0) == 0
    nothing = silent | ((slopes.gain <= 0) & (slopes.value + BELOW_ONE * slopes.error < 1))
    left_out = np.zeros(len(nothing), dtype=bool)
    if nothing.all():
        return Pruning(slopes, left_out, all_say_nothing=True)
    free = np.ones(len(nothing), dtype=bool) if kept is None else ~kept
    candidates = np.flatnonzero(nothing & free)
    worst_first = candidates[np.argsort(slopes.gain[candidates], kind="stable")]
    deviations = centred(contributions, evaluation_set.weights)
    without = log_odds - np.cumsum(deviations[:, worst_first], axis=1).T
    left_out[worst_first[: _longest(without, log_odds, evaluation_set)]] = True
    if p_values is not None:
        more = left_out | (free & _silent_values(slopes, p_values))
        together = measure_slopes(deviations[:, more].sum(axis=1, keepdims=True), log_odds, evaluation_set)
        left_out = left_out if more.all() or together.surely_positive[0] else more
    return Pruning(slopes, left_out)


def _silent_values(slopes: Slopes, p_values: Floats) -> Mask:
    """Signals whose values tell nothing, whose points may be too much, and that matter enough to doubt them."""
    doubted: Mask = (slopes.value < 1) & ~slopes.surely_positive & (slopes.strength >= WORTH_DOUBTING)
    return doubted & (p_values > SILENT)


def _longest(without: Floats, log_odds: Floats, evaluation_set: EvaluationSet) -> int:
    """How many of these may go: the most whose absence, together, costs no log loss; one row per number of them."""
    cost = row_losses(without, evaluation_set.converted) - row_losses(log_odds, evaluation_set.converted)
    free = np.flatnonzero(np.average(cost, axis=1, weights=evaluation_set.weights) <= 0)
    return int(free[-1]) + 1 if len(free) else 0


def kept_signals(spec: FeatureSpec, config: Config) -> Mask:
    """The signals of columns that the configuration keeps."""
    kept = {name_of_column(name) for name, column in config.columns.items() if column.keep}
    return np.array([signal.name in kept for signal in spec.signals], dtype=bool)


def features_of(spec: FeatureSpec, signals: Mask) -> Positions:
    """Positions of the features that belong to these signals."""
    return np.flatnonzero(signals[spec.signal_positions])


def with_reasons(spec: FeatureSpec, slopes: Slopes) -> FeatureSpec:
    """The specification whose signals may be reasons only where their slopes are surely above zero.

    Where no signal's is, nothing is known against any of them, and all may.
    """
    proven = slopes.surely_positive if slopes.surely_positive.any() else np.ones(len(spec.signals), dtype=bool)
    signals = tuple(replace(signal, reason=bool(sure)) for signal, sure in zip(spec.signals, proven, strict=True))
    return replace(spec, signals=signals)
