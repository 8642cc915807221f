"""Whether the values of a signal tell anything of what the rest of the model leaves unexplained."""

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit
from scipy.stats import chi2

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.calibration import calibration_line
from leadscore.model.learning.slopes.measuring import MIN_LEADS, sums_by_unit

_BINS = 5
_LEAST_SHARE = 1e-8  # of the largest eigenvalue: what is smaller is rounding


def value_tests(
    matrix: Floats, spec: FeatureSpec, contributions: Floats, log_odds: Floats, evaluation_set: EvaluationSet
) -> Floats:
    """How likely the values of each signal would tell as much by chance; one p-value per signal.

    A score test (Rao 1948) of one indicator per category, or per fifth of the leads where a feature is a number, with
    everything but the signal's own contribution as offset; its variance is robust by lead (Huber 1967). It asks what
    the values say, whether or not the trees found it; the slope asks whether what they found is true.

    Args:
        matrix: Rows of the feature matrix; NaN where a value is missing.
        spec: The features of the matrix.
        contributions: Out-of-fold log-odds per row and signal.
        log_odds: Out-of-fold log-odds of the whole model, per row.
        evaluation_set: What became of the rows.
    """
    by_unit = sums_by_unit(evaluation_set)
    found = np.ones(len(spec.signals))
    for position in range(len(spec.signals)):
        features = np.flatnonzero(np.asarray(spec.signal_positions) == position)
        indicators = [_indicators(matrix[:, column], column in spec.categorical) for column in features.tolist()]
        rest = log_odds - contributions[:, position]
        found[position] = _score_test(np.hstack(indicators), rest, evaluation_set, by_unit)
    return found


def _indicators(values: Floats, categorical: bool) -> Floats:
    """One column per category, or per fifth of the known values; missing ones have a column of their own."""
    known = ~np.isnan(values)
    edges = np.unique(np.quantile(values[known], np.arange(1, _BINS) / _BINS)) if known.any() else np.zeros(0)
    code = values if categorical else np.searchsorted(edges, values, side="left").astype(np.float64)
    _, group = np.unique(np.where(known, code, -1.0), return_inverse=True)
    return np.eye(int(group.max()) + 1)[group]


def _score_test(indicators: Floats, offset: Floats, evaluation_set: EvaluationSet, by_unit: csr_array) -> float:
    """Its p-value; 1 where too few leads are in any group but one."""
    weights, converted = evaluation_set.weights, evaluation_set.converted.astype(np.float64)
    leads = (by_unit @ indicators > 0).sum(axis=0)
    groups = indicators[:, leads >= MIN_LEADS]
    intercept, _ = calibration_line(np.zeros_like(offset), converted, weights, offset=offset)  # alone, no slope
    chance = expit(offset + intercept)
    spread = weights * chance * (1 - chance)
    scores = by_unit @ ((groups - spread @ groups / spread.sum()) * (weights * (converted - chance))[:, None])
    sizes, directions = np.linalg.eigh(scores.T @ scores)
    told = sizes > _LEAST_SHARE * max(sizes.max(initial=0.0), np.finfo(float).tiny)
    if not told.any():
        return 1.0
    statistic = float((((scores.sum(axis=0) @ directions)[told]) ** 2 / sizes[told]).sum())
    return float(chi2.sf(statistic, int(told.sum())))
