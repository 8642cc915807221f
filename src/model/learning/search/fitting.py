"""The learner as a search calls it."""

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.learning.knobs import Knobs
from leadscore.model.learning.recipe import fit_recipe
from leadscore.model.learning.search.problem import Fit, Predict
from leadscore.model.scoring.additive import sigmoid
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import LabelledSnapshots


def recipe_fit(tables: Tables, config: Config) -> Fit:
    """Fit the recipe of every model with other knobs; the features are learned anew from the snapshots given."""

    def fit(labelled: LabelledSnapshots, knobs: Knobs) -> Predict:
        recipe = fit_recipe(tables, config, labelled, knobs=knobs)

        def predict(held_out: LabelledSnapshots) -> NDArray[np.float64]:
            matrix = feature_matrix(recipe.spec, tables.leads, tables.events, held_out.snapshots)
            return sigmoid(recipe.fitted.model.log_odds(matrix))

        return predict

    return fit
