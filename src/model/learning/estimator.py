"""The learner: folds decide, one refit on all rows is what remains, and everything is one sum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.boosting import Rows, Run, boost, boost_until_best, merged_text, scaled_text
from leadscore.model.learning.calibration import Line, fit_line
from leadscore.model.learning.encoding import Plan, cross_fitted, learn_encodings, plan_encodings
from leadscore.model.learning.logistic import fit_logistic
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.encodings import Encoding

Floats = NDArray[np.float64]
Folds = list[tuple[NDArray[np.int64], NDArray[np.int64]]]
Progress = Callable[[str], None]

_REFIT_FACTOR = 1.1
"""All rows carry more trees than four fifths of them did."""


FLAVOURS: Mapping[str, Mapping[str, float]] = {"trees": {}, "encoded_trees": {"num_leaves": 15, "extra_trees": True}}
"""Boosted trees that split categories by themselves, and others that read them as conversion rates and counts."""

MARGINS = (*FLAVOURS, "logistic")
"""What is blended, in the order of the weights."""


@dataclass(frozen=True)
class Fitted:
    """A fitted model and how it came about.

    Attributes:
        model: Trees, linear part and intercept as one calibrated sum.
        out_of_fold: Calibrated log-odds per training row by models that never saw its lead.
        line: The blend: one weight per entry of ``MARGINS``, and the intercept.
        best_rounds: Best number of trees per fold, by flavour.
        encoded: Positions of the categories, or pairs of them, that were encoded.
    """

    model: AdditiveModel
    out_of_fold: Floats
    line: Line
    best_rounds: Mapping[str, tuple[int, ...]]
    encoded: tuple[tuple[int, ...], ...]


def fit(rows: Rows, folds: Folds, spec: FeatureSpec, run: Run, *, progress: Progress = lambda _: None) -> Fitted:
    """Learn one additive model.

    Per fold, two flavours of small boosted trees with early stopping and a logistic regression are fitted; their
    out-of-fold log-odds get one non-negative weight each and an intercept by log loss, which blends and calibrates
    at once (a Platt line). All are refitted once on all rows, scaled by their weights and kept as one sum.

    Args:
        rows: Training rows.
        folds: Pairs of training and held-out rows; no lead on both sides.
        spec: The features of the matrix.
        run: Seed and threads.
        progress: Told what has been finished.
    """
    # sums of products depend, in the last bit, on how many threads share them: one keeps the bytes the same
    with threadpool_limits(limits=1, user_api="blas"):
        return _fit(rows, folds, tuple(spec.code_counts), run, progress)


def _fit(rows: Rows, folds: Folds, sizes: tuple[int, ...], run: Run, progress: Progress) -> Fitted:
    margins = np.zeros((len(rows.converted), len(MARGINS)))
    rounds: dict[str, list[int]] = {name: [] for name in FLAVOURS}
    for number, (training, held_out) in enumerate(folds, start=1):
        kept, unseen = rows.take(training), rows.take(held_out)
        wide = _Wide.of(kept, sizes, seed=run.seed)
        for column, name in enumerate(FLAVOURS):
            new = wide.new(name, unseen)
            booster = boost_until_best(wide.training(name), new, _run_of(run, name))
            margins[held_out, column] = booster.predict(new.matrix, raw_score=True, num_threads=run.threads)
            rounds[name].append(max(booster.best_iteration, 1))
        logistic = fit_logistic(kept.matrix, kept.converted, kept.weights, levels=sizes)
        margins[held_out, -1] = logistic.margin(unseen.matrix)
        progress(f"fold {number} of {len(folds)}")
    line = fit_line(margins, rows.converted, rows.weights)
    mean_rounds = {name: round(_REFIT_FACTOR * float(np.mean(best))) for name, best in rounds.items()}
    wide = _Wide.of(rows, sizes, seed=run.seed)
    model = _refit(wide, line, mean_rounds, run)
    progress("refit")
    best_rounds = {name: tuple(best) for name, best in rounds.items()}
    return Fitted(model, line.apply(margins), line, best_rounds, wide.plan.groups)


def _refit(wide: "_Wide", line: Line, rounds: Mapping[str, int], run: Run) -> AdditiveModel:
    weight = dict(zip(MARGINS, line.weights, strict=True))
    boosters = [
        scaled_text(boost(wide.training(name), _run_of(run, name), rounds=max(rounds[name], 1)), weight[name])
        for name in FLAVOURS
    ]
    rows = wide.rows
    logistic = fit_logistic(rows.matrix, rows.converted, rows.weights, levels=wide.plan.sizes)
    return AdditiveModel(
        booster=merged_text(boosters),
        linear=logistic.linear.scaled(weight["logistic"]),
        intercept=line.intercept + weight["logistic"] * logistic.intercept,
        encodings=wide.encodings,
    )


def _run_of(run: Run, flavour: str) -> Run:
    return replace(run, flavour=FLAVOURS[flavour])


@dataclass(frozen=True)
class _Wide:
    """Training rows with the columns of their encodings; each flavour sees the other's columns as constants."""

    rows: Rows
    plan: Plan
    encodings: tuple[Encoding, ...]
    encoded: Floats

    @classmethod
    def of(cls, rows: Rows, sizes: tuple[int, ...], *, seed: int) -> "_Wide":
        plan = plan_encodings(rows, sizes, seed=seed)
        return cls(rows, plan, learn_encodings(rows, plan), cross_fitted(rows, plan, seed=seed))

    def training(self, flavour: str) -> Rows:
        """The training rows as the flavour sees them."""
        return self._seen(flavour, self.rows, self.encoded)

    def new(self, flavour: str, rows: Rows) -> Rows:
        """Rows that were not learned from, as the flavour sees them."""
        columns = [encoding.column(rows.matrix) for encoding in self.encodings]
        encoded = np.column_stack(columns) if columns else np.zeros((len(rows.converted), 0))
        return self._seen(flavour, rows, encoded)

    def _seen(self, flavour: str, rows: Rows, encoded: Floats) -> Rows:
        matrix = np.hstack([rows.matrix, encoded])
        if flavour == "trees":
            matrix[:, rows.matrix.shape[1] :] = 0.0
        else:
            matrix[:, [group[0] for group in self.plan.groups if len(group) == 1]] = 0.0
        return replace(rows, matrix=matrix)
