"""The learner: folds decide, one refit on all rows is what remains, and everything is one sum."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.boosting import Rows, Run, boost, boost_until_best, scaled_text
from leadscore.model.learning.calibration import Line, fit_line
from leadscore.model.learning.logistic import LogisticModel, fit_logistic
from leadscore.model.scoring.additive import AdditiveModel

Floats = NDArray[np.float64]
Folds = list[tuple[NDArray[np.int64], NDArray[np.int64]]]
Progress = Callable[[str], None]

_REFIT_FACTOR = 1.1
"""All rows carry more trees than four fifths of them did."""


@dataclass(frozen=True)
class Fitted:
    """A fitted model and how it came about.

    Attributes:
        model: Trees, linear part and intercept as one calibrated sum.
        out_of_fold: Calibrated log-odds per training row by models that never saw its lead.
        line: The blend: weights of the trees and of the logistic regression, and the intercept.
        best_rounds: Best number of trees per fold.
    """

    model: AdditiveModel
    out_of_fold: Floats
    line: Line
    best_rounds: tuple[int, ...]


def fit(rows: Rows, folds: Folds, spec: FeatureSpec, run: Run, *, progress: Progress = lambda _: None) -> Fitted:
    """Learn one additive model.

    Per fold, small boosted trees with early stopping and a logistic regression are fitted; their out-of-fold
    log-odds get one non-negative weight each and an intercept by log loss, which blends and calibrates at once
    (a Platt line). Both are refitted once on all rows, scaled by their weights and kept as one sum.

    Args:
        rows: Training rows.
        folds: Pairs of training and held-out rows; no lead on both sides.
        spec: The features of the matrix.
        run: Seed and threads.
        progress: Told what has been finished.
    """
    # sums of products depend, in the last bit, on how many threads share them: one keeps the bytes the same
    with threadpool_limits(limits=1, user_api="blas"):
        return _fit(rows, folds, spec, run, progress)


def _fit(rows: Rows, folds: Folds, spec: FeatureSpec, run: Run, progress: Progress) -> Fitted:
    levels = [len(feature.levels) + 1 if feature.categorical else 0 for feature in spec.features]
    margins = np.zeros((len(rows.converted), 2))
    best_rounds = []
    for number, (training, held_out) in enumerate(folds, start=1):
        kept, unseen = rows.take(training), rows.take(held_out)
        booster = boost_until_best(kept, unseen, run)
        logistic = fit_logistic(kept.matrix, kept.converted, kept.weights, levels=levels)
        margins[held_out, 0] = booster.predict(unseen.matrix, raw_score=True, num_threads=run.threads)
        margins[held_out, 1] = logistic.margin(unseen.matrix)
        best_rounds.append(max(booster.best_iteration, 1))
        progress(f"fold {number} of {len(folds)}")
    line = fit_line(margins, rows.converted, rows.weights)
    model = _refit(rows, levels, line, rounds=round(_REFIT_FACTOR * float(np.mean(best_rounds))), run=run)
    progress("refit")
    return Fitted(model, line.apply(margins), line, tuple(best_rounds))


def _refit(rows: Rows, levels: list[int], line: Line, *, rounds: int, run: Run) -> AdditiveModel:
    trees_weight, logistic_weight = line.weights
    booster = boost(rows, run, rounds=max(rounds, 1))
    logistic: LogisticModel = fit_logistic(rows.matrix, rows.converted, rows.weights, levels=levels)
    return AdditiveModel(
        booster=scaled_text(booster, trees_weight),
        linear=logistic.linear.scaled(logistic_weight),
        intercept=line.intercept + logistic_weight * logistic.intercept,
    )
