"""The product's learner on ready-made rows, with its drift gate where the rows have an order."""

from benchmarks.comparisons import Comparison
from benchmarks.drift_gate import gate
from leadscore.model.arrays import Floats
from leadscore.model.learning.drift import shifted
from leadscore.model.learning.learner.boosting import BoostingRun
from leadscore.model.learning.learner.effort import folds_for
from leadscore.model.learning.learner.estimator import fit
from leadscore.model.scoring.contributions.additive import sigmoid


def leadscore(comparison: Comparison, run: BoostingRun) -> Floats:
    """Stratified folds, one row per lead, then the gate."""
    training, spec = comparison.training, comparison.spec
    model = fit(training, folds_for(training, seed=run.seed), spec, run).model
    if comparison.order is not None:
        model = shifted(model, gate(training, comparison.order, spec, run))
    return sigmoid(model.log_odds(comparison.test.matrix, threads=run.threads))
