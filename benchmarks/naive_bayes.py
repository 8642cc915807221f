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
    """The log of each value's share among the won and among the lost; NaN for a value never seen."""

    edges: Floats | None
    log_won: Floats
    log_lost: Floats

    def cells(self, column: Floats) -> NDArray[np.int64]:
        return _cells(column, self.edges)


@dataclass(frozen=True)
class NaiveBayes:
    """A prior and one table of shares per field; a missing or new value says nothing."""

    prior_log_odds: float
    fields: tuple[_Field, ...]

    def probability(self, matrix: Floats) -> Floats:
        """Probability of converting per row, between .0001 and .9999."""
        log_odds = np.full(len(matrix), self.prior_log_odds)
        for field, column in zip(self.fields, matrix.T, strict=True):
            cells = field.cells(column)
            seen = (cells >= 0) & (cells < len(field.log_won))
            log_odds[seen] += field.log_won[cells[seen]] - field.log_lost[cells[seen]]
        probability: Floats = np.clip(1 / (1 + np.exp(-log_odds)), _LOWEST, _HIGHEST)
        return probability


def fit_naive_bayes(rows: Rows, spec: FeatureSpec) -> NaiveBayes:
    """Count won and lost per value, starting from 0.1 each; numbers in bins of about equally many rows."""
    won = int(rows.converted.sum())
    prior = float(np.log(won) - np.log(len(rows.converted) - won))
    fields = (
        _field(column, None if feature.categorical else _edges(column), rows.converted)
        for feature, column in zip(spec.features, rows.matrix.T, strict=True)
    )
    return NaiveBayes(prior, tuple(fields))


def _edges(column: Floats) -> Floats:
    known = column[~np.isnan(column)]
    return np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1])) if len(known) else np.zeros(0)


def _cells(column: Floats, edges: Floats | None) -> NDArray[np.int64]:
    """The code or bin of each value; -1 where it is missing."""
    known = ~np.isnan(column)
    cells = np.full(len(column), -1, dtype=np.int64)
    cells[known] = column[known] if edges is None else np.searchsorted(edges, column[known], side="right")
    return cells


def _field(column: Floats, edges: Floats | None, converted: NDArray[np.bool_]) -> _Field:
    cells = _cells(column, edges)
    n_cells = int(cells.max(initial=-1)) + 1
    won, lost = (np.bincount(cells[(cells >= 0) & (converted == side)], minlength=n_cells) for side in (True, False))
    seen = won + lost > 0
    return _Field(edges, _log_share(won, seen), _log_share(lost, seen))


def _log_share(counts: NDArray[np.int64], seen: NDArray[np.bool_]) -> Floats:
    """A value that was never seen keeps a share of its own kind for both outcomes, so that it says nothing."""
    started = np.where(seen, counts + _FIRST_SEEN, 0.0)
    total = started.sum()
    logs = np.zeros(len(counts))
    logs[seen] = np.log(started[seen] / total)
    return logs
