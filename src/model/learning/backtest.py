"""The backtest: twins trained on what was known at a moment, and evaluated on the leads that came after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.config import Config
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.learning.drift import Drift, measure_drift, shifted
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.estimator import Progress, named
from leadscore.model.learning.learner.hyperparameters import Hyperparameters
from leadscore.model.learning.recipe import Recipe, fit_recipe
from leadscore.model.learning.splitting import Split
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid
from leadscore.model.scoring.language import message

_MIN_CONVERTED_LEADS = 20
"""Fewer, or fewer others, say nothing about drift."""


@dataclass(frozen=True)
class BacktestFold:
    """A twin, and the leads it is evaluated on.

    Attributes:
        split: The rows on either side.
        recipe: What was learned from the leads before those it is evaluated on.
        correction: The drift measured on earlier folds by then; None where too few labels were known.
        model: The twin as it would have been used: with its intercept corrected for drift where that was significant.
        training: The snapshots it was learned from.
        held_out: The evaluated snapshots.
        matrix: Their features.
        arrived: When their leads came: a moment, or a place in the file; None where neither means anything.
    """

    split: Split
    recipe: Recipe
    correction: Drift | None
    model: AdditiveModel
    training: LabelledSnapshots
    held_out: LabelledSnapshots
    matrix: Floats
    arrived: Integers | None

    @cached_property
    def evaluation_set(self) -> EvaluationSet:
        """The evaluated snapshots with their labels."""
        return EvaluationSet.of(self.held_out)

    @cached_property
    def probability(self) -> Floats:
        """The probabilities that the twin predicts for them."""
        return sigmoid(self.model.log_odds(self.matrix))

    def drift(self, known: Mask) -> Drift | None:
        """Drift of the uncorrected twin on evaluated rows whose label is known; None where these are too few."""
        evaluated = self.held_out.take(known)
        if min(evaluated.leads_of_class(converted=side) for side in (True, False)) < _MIN_CONVERTED_LEADS:
            return None
        log_odds = self.recipe.fitted.model.log_odds(self.matrix[known])
        return measure_drift(
            log_odds, EvaluationSet.of(evaluated), order=None if self.arrived is None else self.arrived[known]
        )


def backtest(
    tables: Tables,
    config: Config,
    matured: LabelledSnapshots,
    splits: Sequence[Split],
    *,
    hyperparameters: Hyperparameters,
    progress: Progress,
) -> Iterator[BacktestFold]:
    """Train and evaluate a twin for each split in turn; the drift of earlier ones corrects the next.

    Args:
        tables: Valid tables.
        config: What to learn and how.
        matured: The snapshots that the splits divide.
        splits: The oldest first.
        hyperparameters: The learner's own settings.
        progress: Called with the name of each step when it is done.
    """
    correction: Drift | None = None
    for number, part in enumerate(splits):
        name = message("training.cut_off", number=number + 1, count=len(splits))
        training, held_out = matured.take(part.training), matured.take(part.evaluation)
        recipe = fit_recipe(tables, config, training, hyperparameters=hyperparameters, progress=named(progress, name))
        model = recipe.fitted.model if correction is None else shifted(recipe.fitted.model, correction)
        matrix = feature_matrix(recipe.spec, tables.leads, tables.events, held_out.snapshots)
        made = BacktestFold(
            part, recipe, correction, model, training, held_out, matrix, _arrived(part, held_out, tables)
        )
        yield made
        if number + 1 < len(splits):
            correction = made.drift(splits[number + 1].training[part.evaluation])


def _arrived(part: Split, held_out: LabelledSnapshots, tables: Tables) -> Integers | None:
    lead = held_out.snapshots.lead
    if part.kind == "random":
        return None
    return lead if tables.leads.created_at is None else tables.leads.created_at[lead]
