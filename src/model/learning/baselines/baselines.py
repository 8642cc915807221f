"""What a model has to beat: learners that cost nothing, or next to nothing, on the same rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
from threadpoolctl import threadpool_limits

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.logistic import fit_logistic
from leadscore.model.scoring.contributions.additive import sigmoid

_PRIOR_LEADS = 10.0


def age_rate(training: LabelledSnapshots, held_out: LabelledSnapshots) -> Floats | None:
    """Per held-out snapshot, how often leads of its age converted in training, drawn to the rate of all by ten leads.

    Old leads that are still open seldom convert, so a lead's age ranks well without any column. At an age that
    training did not show, the next younger one counts.

    Returns:
        None where training shows one age only, or data have no dates: there age says nothing.
    """
    ages, place = np.unique(training.age_days, return_inverse=True)
    if len(ages) < 2 or np.isnan(ages).any():
        return None
    total = np.bincount(place, training.weights)
    won = np.bincount(place, training.weights * training.converted)
    usual = float(np.average(training.converted, weights=training.weights))
    rate = (won + _PRIOR_LEADS * usual) / (total + _PRIOR_LEADS)
    younger = np.searchsorted(ages, held_out.age_days, side="right") - 1
    return np.asarray(rate[np.maximum(younger, 0)])


_FIRST_COUNT = 0.1
_BINS = 10
_LOWEST, _HIGHEST = 0.0001, 0.9999


@dataclass(frozen=True)
class _Field:
    """What each code or bin says, in log-odds; zero for one that training did not show."""

    edges: Floats | None
    log_odds: Floats

    def says(self, column: Floats) -> Floats:
        cells = _cells(column, self.edges)
        known = (cells >= 0) & (cells < len(self.log_odds))
        said = np.zeros(len(column))
        said[known] = self.log_odds[cells[known]]
        return said


@dataclass(frozen=True)
class NaiveBayes:
    """A prior and one table of log-odds per field; a missing or new value says nothing."""

    prior_log_odds: float
    fields: tuple[_Field, ...]

    def probability(self, matrix: Floats) -> Floats:
        """Probability of converting per row, between .0001 and .9999."""
        log_odds = np.full(len(matrix), self.prior_log_odds)
        for field, column in zip(self.fields, matrix.T, strict=True):
            log_odds += field.says(column)
        probability: Floats = np.clip(1 / (1 + np.exp(-log_odds)), _LOWEST, _HIGHEST)
        return probability


def fit_naive_bayes(rows: BoostingRows, spec: FeatureSpec) -> NaiveBayes:
    """Count won and lost per value, starting from 0.1 each; numbers in bins of about equally many rows.

    This is Odoo's predictive lead scoring by its description. Leads looked at several times count by their weights,
    so that each is counted about once; its stage factor is left out, because a lost lead counts in every stage up
    to its last, which nearly gives the label away.
    """
    won, lost = (float(rows.weights[rows.converted == side].sum()) for side in (True, False))
    fields = (
        _field(column, None if feature.categorical else _edges(column), rows)
        for feature, column in zip(spec.features, rows.matrix.T, strict=True)
    )
    return NaiveBayes(float(np.log(won / lost)), tuple(fields))


def _edges(column: Floats) -> Floats:
    known = column[~np.isnan(column)]
    shares = np.linspace(0, 1, _BINS + 1)[1:-1]
    # edges are values that occur: between two huge ones a quantile would overflow
    return np.unique(np.quantile(known, shares, method="lower")) if len(known) else np.zeros(0)


def _cells(column: Floats, edges: Floats | None) -> Integers:
    """The code or bin of each value; -1 where it is missing."""
    known = ~np.isnan(column)
    cells = np.full(len(column), -1, dtype=np.int64)
    cells[known] = column[known] if edges is None else np.searchsorted(edges, column[known], side="right")
    return cells


def _field(column: Floats, edges: Floats | None, rows: BoostingRows) -> _Field:
    cells = _cells(column, edges)
    known = cells >= 0
    n_cells = int(cells.max(initial=-1)) + 1
    occurs = np.bincount(cells[known], minlength=n_cells) > 0
    won = _log_share(_counted(cells, known & rows.converted, rows.weights, n_cells), occurs)
    lost = _log_share(_counted(cells, known & ~rows.converted, rows.weights, n_cells), occurs)
    return _Field(edges, np.subtract(won, lost))


def _counted(cells: Integers, chosen: Mask, weights: Floats, n_cells: int) -> Floats:
    return np.bincount(cells[chosen], weights[chosen], minlength=n_cells).astype(np.float64)


def _log_share(counts: Floats, occurs: Mask) -> Floats:
    """Log of each value's share of its outcome; zero for a value that did not occur, so that it says nothing."""
    started = np.where(occurs, counts + _FIRST_COUNT, 0.0)
    logs = np.zeros(len(counts))
    logs[occurs] = np.log(started[occurs] / started.sum())
    return logs


Baseline = Callable[[BoostingRows, FeatureSpec, Floats, BoostingRun], Floats]
"""Learns from the training rows and gives the probability of each held-out row of the same features."""


def predictions(rows: BoostingRows, spec: FeatureSpec, matrix: Floats, run: BoostingRun) -> dict[str, Floats]:
    """Every baseline's probabilities for held-out rows, by name.

    Args:
        rows: Training rows.
        spec: The features of both matrices.
        matrix: The held-out rows.
        run: Seed and threads.
    """
    # sums of products depend, in the last bit, on how many threads share them: one keeps the figures the same
    with threadpool_limits(limits=1, user_api="blas"):
        return {name: baseline(rows, spec, matrix, run) for name, baseline in BASELINES.items()}


def base_rate(rows: BoostingRows, spec: FeatureSpec, matrix: Floats, run: BoostingRun) -> Floats:
    """The training rows' conversion rate for everyone."""
    return np.full(len(matrix), np.average(rows.converted, weights=rows.weights))


def naive_bayes(rows: BoostingRows, spec: FeatureSpec, matrix: Floats, run: BoostingRun) -> Floats:
    """The predictive lead scoring that many CRMs ship."""
    return fit_naive_bayes(rows, spec).probability(matrix)


def logistic(rows: BoostingRows, spec: FeatureSpec, matrix: Floats, run: BoostingRun) -> Floats:
    """A regularised logistic regression: categories one-hot, numbers standardised, C = 1."""
    model = fit_logistic(rows.matrix, rows.converted, rows.weights, levels=spec.code_counts)
    return sigmoid(model.margin(matrix))


def lightgbm(rows: BoostingRows, spec: FeatureSpec, matrix: Floats, run: BoostingRun) -> Floats:
    """LightGBM as it comes: a hundred rounds, native categories."""
    labels = rows.converted.astype(np.float64)
    data = lgb.Dataset(rows.matrix, labels, weight=rows.weights, categorical_feature=list(rows.categorical))
    parameters = {"objective": "binary", "verbose": -1, "deterministic": True, "force_row_wise": True}
    booster = lgb.train({**parameters, "seed": run.seed, "num_threads": run.threads}, data)
    return np.asarray(booster.predict(matrix, num_threads=run.threads), dtype=np.float64)


BASELINES: Mapping[str, Baseline] = {
    "base_rate": base_rate,
    "naive_bayes": naive_bayes,
    "logistic": logistic,
    "lightgbm": lightgbm,
}
"""Every baseline that learns from the rows alone, by its name in the card, in the card's order."""
