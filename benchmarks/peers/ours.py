"""The product's learner on ready-made rows, with its drift gate where the rows have an order."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.comparisons import Comparison
from benchmarks.drift_gate import gate
from leadscore.model.learning.boosting import Run
from leadscore.model.learning.drift import shifted
from leadscore.model.learning.effort import folds_for
from leadscore.model.learning.estimator import fit
from leadscore.model.scoring.additive import sigmoid


def leadscore(comparison: Comparison, run: Run) -> NDArray[np.float64]:
    """Stratified folds, one row per lead, then the gate."""
    training, spec = comparison.training, comparison.spec
    model = fit(training, folds_for(training, seed=run.seed), spec, run).model
    if comparison.order is not None:
        model = shifted(model, gate(training, comparison.order, spec, run))
    return sigmoid(model.log_odds(comparison.test.matrix, threads=run.threads))
