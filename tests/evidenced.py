"""Evidence learned from made-up activity by a quick but real model, with every kind of feature."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from activity import COLUMNS, draw_activity

from leadscore.model.arrays import Mask
from leadscore.model.config import ColumnSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec_learning import learn_spec
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.estimator import fit
from leadscore.model.learning.learner.hyperparameters import Hyperparameters
from leadscore.model.learning.recipe import Recipe
from leadscore.model.learning.reference_rates import ExplainedRows, learn_reference_rates
from leadscore.model.learning.slopes import CheckedSignals, by_signal, measure_slopes
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid
from leadscore.model.scoring.rates import ReferenceRates

QUICK = Hyperparameters(learning_rate=0.3)


@dataclass(frozen=True)
class Learned:
    """A recipe, the snapshots it was learned from, and the evidence."""

    recipe: Recipe
    labelled: LabelledSnapshots
    explained: ExplainedRows
    evidence: ReferenceRates

    @property
    def model(self) -> AdditiveModel:
        """What was fitted."""
        return self.recipe.fitted.model


@cache
def learned() -> Learned:
    """Leads of which some are looked at several times."""
    drawn = draw_activity(0, n_leads=500, n_events=5000, n_snapshots=1200)
    order = np.lexsort((drawn.snapshots.as_of, drawn.snapshots.lead))
    snapshots = drawn.snapshots.take(order)
    columns = {c.name: ColumnSettings(role=c.role) for c in COLUMNS}
    spec = learn_spec(drawn.leads, drawn.log, snapshots, columns)
    matrix = feature_matrix(spec, drawn.leads, drawn.log, snapshots)
    rng = np.random.default_rng(0)
    pull = sum(np.nan_to_num(column - np.nanmean(column)) / (np.nanstd(column) + 1e-9) for column in matrix.T[::3])
    converted = rng.random(len(matrix)) < sigmoid(-2.0 + np.asarray(pull) / 4)
    labelled = looked_at(snapshots, converted)
    rows = BoostingRows(matrix, converted, labelled.weights, tuple(spec.categorical), labelled.group)
    halves = labelled.snapshots.lead % 2
    folds = [(np.flatnonzero(halves != side), np.flatnonzero(halves == side)) for side in (0, 1)]
    fitted = fit(rows, folds, spec, BoostingRun(0, 1, QUICK))
    slopes = measure_slopes(by_signal(fitted.contributions, spec), fitted.out_of_fold, EvaluationSet.of(labelled))
    nothing = slopes.take(np.zeros(len(spec.signals), dtype=bool))
    recipe = Recipe(spec, fitted, rows, QUICK, CheckedSignals(slopes, (), nothing, all_say_nothing=False))
    explained = ExplainedRows(matrix[::2], recipe.fitted.model.contributions(matrix[::2])[0], rows.weights[::2])
    return Learned(recipe, labelled, explained, learn_reference_rates(recipe, recipe.fitted.model, labelled, explained))


def looked_at(snapshots: Snapshots, converted: Mask) -> LabelledSnapshots:
    """Matured snapshots in order of lead, each numbered among its lead's."""
    lead, n = snapshots.lead, len(snapshots)
    first = np.flatnonzero(np.r_[True, lead[1:] != lead[:-1]])
    look = np.arange(n) - np.repeat(first, np.diff(np.r_[first, n])) + 1
    found = LabelledSnapshots(snapshots, converted, np.ones(n, dtype=bool), np.full(n, np.nan))
    return replace(found, look=look)
