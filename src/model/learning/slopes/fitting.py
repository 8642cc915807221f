"""Fitting a model, and once more without the signals that say nothing on held-out leads."""

from dataclasses import dataclass

from leadscore.model.arrays import Mask
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.effort import folds_for
from leadscore.model.learning.learner.estimator import CrossFitted, Fitted, Progress, cross_fit, refit
from leadscore.model.learning.slopes.measuring import Slopes, by_signal, measure_slopes
from leadscore.model.learning.slopes.pruning import features_of, prune, with_reasons
from leadscore.model.learning.slopes.value_test import value_tests
from leadscore.model.scoring.language import message


@dataclass(frozen=True)
class CheckedSignals:
    """What held-out leads say of the signals.

    Attributes:
        slopes: Of the signals that the model reads, out of fold.
        left_out: The signals that said nothing and were taken out.
        slopes_left_out: Of these, out of fold, before they were taken out.
        all_say_nothing: Whether that was true of all signals, so that none was taken out.
    """

    slopes: Slopes
    left_out: tuple[Signal, ...]
    slopes_left_out: Slopes
    all_say_nothing: bool


@dataclass(frozen=True)
class PrunedFit:
    """A fitted model without the signals that say nothing, and the rows as it reads them."""

    spec: FeatureSpec
    rows: BoostingRows
    fitted: Fitted
    checked: CheckedSignals


def fit_pruned(
    rows: BoostingRows,
    spec: FeatureSpec,
    run: BoostingRun,
    evaluation_set: EvaluationSet,
    *,
    first: CrossFitted | None = None,
    kept: Mask | None = None,
    progress: Progress = lambda _: None,
) -> PrunedFit:
    """Fit; if signals say nothing out of fold, fit once more without them, with the same folds and numbers of trees.

    Args:
        rows: Training rows.
        spec: The features of the matrix.
        run: Seed, threads and hyperparameters.
        evaluation_set: The same rows, by lead.
        first: What the folds of this seed came to with all signals, where that is known already.
        kept: Signals that stay whatever they say; None for none.
        progress: Called with the name of each step when it is done.
    """
    folds = folds_for(rows, seed=run.seed)
    if first is None:
        first = cross_fit(rows, folds, spec, run, progress=progress)
    contributions = by_signal(first.contributions, spec)
    p_values = value_tests(rows.matrix, spec, contributions, first.log_odds, evaluation_set)
    pruning = prune(contributions, first.log_odds, evaluation_set, p_values=p_values, kept=kept)
    left_out = tuple(signal for signal, out in zip(spec.signals, pruning.left_out, strict=True) if out)
    slopes, crossed = pruning.slopes, first
    if left_out:
        positions = features_of(spec, ~pruning.left_out).tolist()
        rows, spec = rows.with_features(positions), spec.keep(positions)
        crossed = cross_fit(rows, folds, spec, run, rounds=first.rounds)
        progress(message("training.pruned"))
        slopes = measure_slopes(by_signal(crossed.contributions, spec), crossed.log_odds, evaluation_set)
    checked = CheckedSignals(slopes, left_out, pruning.slopes.take(pruning.left_out), pruning.all_say_nothing)
    fitted = refit(rows, spec, run, crossed, progress=progress)
    return PrunedFit(with_reasons(spec, slopes), rows, fitted, checked)
