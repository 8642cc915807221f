"""The learner: folds decide, one refit on all rows is what remains, and everything is one sum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import lightgbm as lgb
import numpy as np
from threadpoolctl import threadpool_limits

from leadscore.model.arrays import Floats, SmallFloats
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.learner.boosting import (
    BoostingRows,
    BoostingRun,
    boost,
    boost_until_best,
    merged_text,
    scaled_text,
)
from leadscore.model.learning.learner.calibration import Line, fit_line
from leadscore.model.learning.learner.effort import MARGINS, Effort, Folds, effort_for
from leadscore.model.learning.learner.encoding import Plan, WideRows, plan_encodings
from leadscore.model.learning.learner.hyperparameters import Flavour
from leadscore.model.learning.learner.logistic import LogisticModel, Restraint, fit_logistic
from leadscore.model.learning.learner.out_of_fold import OutOfFold, explained
from leadscore.model.scoring.contributions.additive import AdditiveModel, LinearPart
from leadscore.model.scoring.language import Message, message

Progress = Callable[[Message], None]
"""Called with the name of each step when it is done."""


def named(progress: Progress, part: Message) -> Progress:
    """The same, with what the steps belong to said before each."""
    return lambda step: progress(message("training.step_of_part", part=part, step=step))


Positions = tuple[int, ...]
Rounds = dict[Flavour, tuple[int, ...]]

_REFIT_FACTOR = 1.1
"""All rows carry more trees than four fifths of them did."""


@dataclass(frozen=True)
class CrossFitted:
    """What models say of training rows that were held out from them, and how it is blended.

    Attributes:
        log_odds: Calibrated log-odds per row.
        contributions: What each feature adds to them, a row per training row.
        line: The blend: one weight per entry of ``MARGINS``, and the intercept.
        rounds: Number of trees per fold, by flavour.
        folds: In how many parts the leads were held out in turn.
    """

    log_odds: Floats
    contributions: SmallFloats
    line: Line
    rounds: Rounds
    folds: int


@dataclass(frozen=True)
class Fitted:
    """A fitted model and how it came about.

    Attributes:
        model: Trees, linear part and intercept as one calibrated sum.
        out_of_fold: Calibrated log-odds per training row by models that never saw its lead.
        contributions: What each feature adds to them, a row per training row; ``expected`` is what they start from.
        line: The blend: one weight per entry of ``MARGINS``, and the intercept.
        best_rounds: Best number of trees per fold, by flavour.
        encoded: Positions of the categories, or pairs of them, that were encoded.
        folds: In how many parts the leads were held out in turn.
        flavours: The entries of ``MARGINS`` that were fitted.
        few_data: Whether something was left out for want of leads.
        dropped: Positions of the features whose linear term had the wrong sign and was taken out.
    """

    model: AdditiveModel
    out_of_fold: Floats
    contributions: SmallFloats
    line: Line
    best_rounds: Mapping[Flavour, tuple[int, ...]]
    encoded: tuple[tuple[int, ...], ...]
    folds: int
    flavours: tuple[str, ...]
    few_data: bool
    dropped: tuple[int, ...]

    @property
    def expected(self) -> Floats:
        """Log-odds per training row that its contributions start from; one value for all rows held out together."""
        expected: Floats = self.out_of_fold - self.contributions.sum(axis=1, dtype=np.float64)
        return expected


def fit(
    rows: BoostingRows, folds: Folds, spec: FeatureSpec, run: BoostingRun, *, progress: Progress = lambda _: None
) -> Fitted:
    """Learn one additive model: ``cross_fit``, then ``refit``.

    Args:
        rows: Training rows.
        folds: Pairs of training and held-out rows; no lead on both sides. ``effort_for`` says how many.
        spec: The features of the matrix.
        run: Seed, threads and hyperparameters.
        progress: Called with the name of each step when it is done.
    """
    return refit(rows, spec, run, cross_fit(rows, folds, spec, run, progress=progress), progress=progress)


def cross_fit(
    rows: BoostingRows,
    folds: Folds,
    spec: FeatureSpec,
    run: BoostingRun,
    *,
    rounds: Rounds | None = None,
    progress: Progress = lambda _: None,
) -> CrossFitted:
    """Fit on each fold's training rows in turn, and say what that makes of its held-out rows.

    Per fold, two flavours of small boosted trees and a logistic regression are fitted, or fewer where leads are few;
    their out-of-fold log-odds get one non-negative weight each and an intercept by log loss, which blends and
    calibrates at once (a Platt line).

    Args:
        rows: Training rows.
        folds: Pairs of training and held-out rows; no lead on both sides.
        spec: The features of the matrix.
        run: Seed, threads and hyperparameters.
        rounds: Number of trees per fold, by flavour; without it, trees are added until the held-out rows are not
            predicted better.
        progress: Called with the name of each step when it is done.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _learner(rows, spec, run).cross_fit(rows, folds, rounds, progress)


def refit(
    rows: BoostingRows,
    spec: FeatureSpec,
    run: BoostingRun,
    cross_fitted: CrossFitted,
    *,
    progress: Progress = lambda _: None,
) -> Fitted:
    """Fit what got a weight in the blend once more on all rows, scaled by it, and keep it as one sum.

    Args:
        rows: Training rows.
        spec: The features of the matrix.
        run: Seed, threads and hyperparameters.
        cross_fitted: What folds of the same rows and features came to.
        progress: Called with the name of the step when it is done.
    """
    # sums of products depend, in the last bit, on how many threads share them: one keeps the bytes the same
    with threadpool_limits(limits=1, user_api="blas"):
        fitted = _learner(rows, spec, run).refit(rows, cross_fitted)
    progress(message("training.refit"))
    return fitted


def _learner(rows: BoostingRows, spec: FeatureSpec, run: BoostingRun) -> "_Learner":
    constrained = replace(run, monotone=tuple(feature.monotone for feature in spec.features))
    return _Learner(tuple(spec.code_counts), tuple(spec.encoded_counts), effort_for(rows.n_smaller_class), constrained)


@dataclass(frozen=True)
class _Learner:
    """What is to be fitted, whatever the rows; sizes are numbers of codes per feature, without and with rare levels."""

    sizes: tuple[int, ...]
    encoded_sizes: tuple[int, ...]
    effort: Effort
    run: BoostingRun

    def cross_fit(self, rows: BoostingRows, folds: Folds, rounds: Rounds | None, progress: Progress) -> CrossFitted:
        found = OutOfFold.empty(*rows.matrix.shape)
        used: Rounds = dict.fromkeys(self.effort.trees, ())
        for number, (training, held_out) in enumerate(folds, start=1):
            wide, new_rows = self._wide(rows.take(training), self.effort.trees), rows.take(held_out)
            for flavour in self.effort.trees:
                new = wide.new(flavour, new_rows)
                booster = self._trees(wide, new, flavour, None if rounds is None else rounds[flavour][number - 1])
                found.add(flavour, held_out, *explained(booster, new.matrix, wide.encodings, self.run.threads))
                used[flavour] += (max(booster.best_iteration, 1) if rounds is None else rounds[flavour][number - 1],)
            logistic = self._logistic(wide.rows)
            found.add("logistic", held_out, logistic.margin(new_rows.matrix), logistic.contributions(new_rows.matrix))
            progress(message("training.fold", number=number, count=len(folds)))
        line = self._blend(found.margins, rows)
        return CrossFitted(line.apply(found.margins), found.blended(line), line, used, len(folds))

    def _trees(self, wide: WideRows, held_out: BoostingRows, flavour: Flavour, rounds: int | None) -> lgb.Booster:
        run, training = replace(self.run, flavour=flavour), wide.training(flavour)
        return boost_until_best(training, held_out, run) if rounds is None else boost(training, run, rounds=rounds)

    def refit(self, rows: BoostingRows, cross_fitted: CrossFitted) -> Fitted:
        model, dropped, encoded = self._refit(rows, cross_fitted.line, cross_fitted.rounds)
        return Fitted(
            model=model,
            out_of_fold=cross_fitted.log_odds,
            contributions=cross_fitted.contributions,
            line=cross_fitted.line,
            best_rounds=cross_fitted.rounds,
            encoded=encoded,
            folds=cross_fitted.folds,
            flavours=self.effort.flavours,
            few_data=self.effort.few_data,
            dropped=dropped,
        )

    def _blend(self, margins: Floats, rows: BoostingRows) -> Line:
        fitted = [name in self.effort.flavours for name in MARGINS]
        line = fit_line(margins[:, fitted], rows.converted, rows.weights, pull=self.run.hyperparameters.blend_pull)
        weights = np.zeros(len(MARGINS))
        weights[fitted] = line.weights
        return Line(line.intercept, tuple(weights.tolist()))

    def _refit(
        self, rows: BoostingRows, line: Line, rounds: Rounds
    ) -> tuple[AdditiveModel, Positions, tuple[Positions, ...]]:
        """Everything that got a weight, on all rows; with the features dropped and the groups encoded."""
        weight = dict(zip(MARGINS, line.weights, strict=True))
        # without a single tree there would be no booster to ask for contributions
        kept = tuple(flavour for flavour in rounds if weight[flavour] > 0) or self.effort.trees[:1]
        wide = self._wide(rows, kept)
        trees = [self._refitted_trees(wide, flavour, weight[flavour], rounds[flavour]) for flavour in kept]
        logistic = self._logistic(rows) if weight["logistic"] > 0 else LogisticModel(LinearPart(), 0.0)
        model = AdditiveModel(
            booster=merged_text(trees),
            linear=logistic.linear.scaled(weight["logistic"]),
            intercept=line.intercept + weight["logistic"] * logistic.intercept,
            encodings=wide.encodings,
        )
        return model, logistic.dropped, wide.plan.groups

    def _refitted_trees(self, wide: WideRows, flavour: Flavour, weight: float, best_rounds: tuple[int, ...]) -> str:
        rounds = round(_REFIT_FACTOR * float(np.mean(best_rounds))) if weight > 0 else 1
        booster = boost(wide.training(flavour), replace(self.run, flavour=flavour), rounds=rounds)
        return scaled_text(booster, weight)

    def _wide(self, rows: BoostingRows, flavours: tuple[Flavour, ...]) -> WideRows:
        plan = Plan((), self.encoded_sizes)
        if "encoded_trees" in flavours:
            plan = plan_encodings(
                rows, self.encoded_sizes, seed=self.run.seed, prior_leads=self.run.hyperparameters.prior_leads
            )
        return WideRows.of(rows, plan, seed=self.run.seed)

    def _logistic(self, rows: BoostingRows) -> LogisticModel:
        restraint = Restraint(self.run.hyperparameters.logistic_c, self.run.monotone)
        return fit_logistic(rows.matrix, rows.converted, rows.weights, levels=self.sizes, restraint=restraint)
