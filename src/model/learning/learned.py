"""What ships of a learned recipe: the model as it is corrected for drift, its signals in words, and its evidence."""

from dataclasses import dataclass, replace

import numpy as np

from leadscore.model.features.gate_columns import with_gate_columns
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.advice import learn_asking
from leadscore.model.learning.cut_offs import CutOff
from leadscore.model.learning.drift import Drift, shifted
from leadscore.model.learning.evidence import ExplainedRows, learn_evidence
from leadscore.model.learning.ground import Ground
from leadscore.model.learning.recipe import Recipe
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.evidence import Evidence
from leadscore.model.scoring.wording import described_spec

_EXPLAINED_ROWS = 5_000


@dataclass(frozen=True)
class Learned:
    """What ships.

    Attributes:
        recipe: What was learned, before anything below was made of it.
        spec: With the words and tags of the configuration, and the columns that gates look at.
        model: Its intercept moved where drift asks for it.
        drift: What the evaluated twin showed of it; None where too few labels were known.
        evidence: What past leads tell.
        explained: Some training rows with their contributions.
    """

    recipe: Recipe
    spec: FeatureSpec
    model: AdditiveModel
    drift: Drift | None
    evidence: Evidence
    explained: ExplainedRows


def learned_of(final: Recipe, evaluation: CutOff, ground: Ground) -> Learned:
    """Make a recipe ready to ship.

    Args:
        final: Learned from all matured leads.
        evaluation: The twin on the latest ones.
        ground: The leads, and the configuration that describes signals.
    """
    spec = with_gate_columns(described_spec(final.spec, ground.config), ground.config)
    recipe = replace(final, spec=spec)
    drift = evaluation.drift(np.ones(len(evaluation.held_out), dtype=bool))
    model = final.fitted.model if drift is None else shifted(final.fitted.model, drift)
    explained = _explained(recipe, model)
    evidence = learn_evidence(recipe, model, ground.matured, explained)
    told = learn_asking(spec, model, recipe.rows, ground.tables.events)
    return Learned(final, spec, model, drift, told.in_evidence(evidence), explained)


def _explained(recipe: Recipe, model: AdditiveModel) -> ExplainedRows:
    """Some thousands of the rows, evenly spread, and what the model makes of them."""
    every = max(1, len(recipe.rows.matrix) // _EXPLAINED_ROWS)
    sample = recipe.rows.matrix[::every]
    return ExplainedRows(sample, model.contributions(sample)[0], recipe.rows.weights[::every])
