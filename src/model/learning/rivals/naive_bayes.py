"""The naive Bayes that many CRMs ship: won and lost counted per field and value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.boosting import Rows

Floats = NDArray[np.float64]

_FIRST_SEEN = 0.1
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


def fit_naive_bayes(rows: Rows, spec: FeatureSpec) -> NaiveBayes:
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
    cuts = np.linspace(0, 1, _BINS + 1)[1:-1]
    # cut at values that are there: between two huge ones a quantile would overflow
    return np.unique(np.quantile(known, cuts, method="lower")) if len(known) else np.zeros(0)


def _cells(column: Floats, edges: Floats | None) -> NDArray[np.int64]:
    """The code or bin of each value; -1 where it is missing."""
    known = ~np.isnan(column)
    cells = np.full(len(column), -1, dtype=np.int64)
    cells[known] = column[known] if edges is None else np.searchsorted(edges, column[known], side="right")
    return cells


def _field(column: Floats, edges: Floats | None, rows: Rows) -> _Field:
    cells = _cells(column, edges)
    known = cells >= 0
    n_cells = int(cells.max(initial=-1)) + 1
    seen = np.bincount(cells[known], minlength=n_cells) > 0
    won = _log_share(_counted(cells, known & rows.converted, rows.weights, n_cells), seen)
    lost = _log_share(_counted(cells, known & ~rows.converted, rows.weights, n_cells), seen)
    return _Field(edges, np.subtract(won, lost))


def _counted(cells: NDArray[np.int64], chosen: NDArray[np.bool_], weights: Floats, n_cells: int) -> Floats:
    return np.bincount(cells[chosen], weights[chosen], minlength=n_cells).astype(np.float64)


def _log_share(counts: Floats, seen: NDArray[np.bool_]) -> Floats:
    """Log of each value's share of its outcome; zero for a value that was never seen, so that it says nothing."""
    started = np.where(seen, counts + _FIRST_SEEN, 0.0)
    logs = np.zeros(len(counts))
    logs[seen] = np.log(started[seen] / started.sum())
    return logs
