"""What ships of a learned recipe: the model corrected for drift, its signals in words, and its reference rates."""

from dataclasses import dataclass, replace

import numpy as np

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.features.spec_learning import with_facts, with_gate_columns
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.drift import Drift, shifted
from leadscore.model.learning.recipe import Recipe, TrainingData
from leadscore.model.learning.reference_rates import ExplainedRows, learn_reference_rates
from leadscore.model.learning.reference_rates.asking import learn_asking
from leadscore.model.scoring.contributions.additive import AdditiveModel
from leadscore.model.scoring.language import described_spec
from leadscore.model.scoring.rates import ReferenceRates

_EXPLAINED_ROWS = 5_000


@dataclass(frozen=True)
class Learned:
    """What ships of a training.

    Attributes:
        recipe: What was learned, before anything below was made of it.
        spec: With the words and tags of the configuration, and the columns that gates look at.
        model: With its intercept shifted where drift is significant, and centred on the training rows.
        drift: What the evaluated twin showed of it; None where too few labels were known.
        reference_rates: How past leads converted.
        explained: Some training rows with their contributions.
    """

    recipe: Recipe
    spec: FeatureSpec
    model: AdditiveModel
    drift: Drift | None
    reference_rates: ReferenceRates
    explained: ExplainedRows


def learned_of(final: Recipe, evaluation: BacktestFold, training_data: TrainingData) -> Learned:
    """Make a recipe ready to ship.

    Args:
        final: Learned from all matured leads.
        evaluation: The twin on the latest ones.
        training_data: The leads, and the configuration that describes signals.
    """
    config, tables = training_data.config, training_data.tables
    spec = with_facts(with_gate_columns(described_spec(final.spec, config), config), tables.leads, config)
    recipe = replace(final, spec=spec)
    drift = evaluation.drift(np.ones(len(evaluation.held_out), dtype=bool))
    shipped = final.fitted.model if drift is None else shifted(final.fitted.model, drift)
    model, explained = _centred(recipe, shipped)
    reference_rates = learn_reference_rates(recipe, model, training_data.matured, explained)
    advisable = learn_asking(spec, model, recipe.rows, tables.events)
    return Learned(final, spec, model, drift, advisable.added_to(reference_rates), explained)


def _centred(recipe: Recipe, model: AdditiveModel) -> tuple[AdditiveModel, ExplainedRows]:
    """The model centred on some thousands of the rows, evenly spread, and what it then makes of them.

    All rows would cost most of another training, and move no signal by more than a fifth of a point.
    """
    every = max(1, len(recipe.rows.matrix) // _EXPLAINED_ROWS)
    sample, weights = recipe.rows.matrix[::every], recipe.rows.weights[::every]
    contributions = model.contributions(sample)[0]
    centred = model.centred(contributions, weights)
    return centred, ExplainedRows(sample, contributions - np.array(centred.centre), weights)
