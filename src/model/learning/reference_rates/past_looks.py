"""Looks at past leads: what was known of them, what became of them, and what the model adds to them out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Codes, Floats, Mask
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.learning.recipe import Recipe


@dataclass(frozen=True)
class PastLooks:
    """Looks at past leads, one per row.

    Attributes:
        matrix: Features of each look.
        converted: The labels.
        weights: How much each look counts: the k-th at a lead for 1/k.
        lead: Which lead it is, numbered from 0 without gaps.
        log_odds: Calibrated log-odds by models that never saw the lead.
        contributions: What each feature adds to them, centred on the weighted looks.
    """

    matrix: Floats
    converted: Mask
    weights: Floats
    lead: Codes
    log_odds: Floats
    contributions: Floats

    @classmethod
    def of(cls, recipe: Recipe, labelled: LabelledSnapshots) -> "PastLooks":
        """The looks that a recipe was learned from; ``labelled`` are the same rows."""
        _, lead = np.unique(labelled.snapshots.lead, return_inverse=True)
        rows, contributions = recipe.rows, recipe.fitted.contributions.astype(np.float64)
        centre = np.average(contributions, axis=0, weights=rows.weights)
        return cls(
            matrix=rows.matrix,
            converted=rows.converted,
            weights=rows.weights,
            lead=lead.astype(np.int64),
            log_odds=recipe.fitted.out_of_fold,
            contributions=contributions - centre,
        )

    @property
    def typical(self) -> float:
        """The conversion rate over all of them."""
        return float(np.average(self.converted, weights=self.weights))

    @property
    def n_leads(self) -> int:
        """How many different leads they are of."""
        return int(self.lead.max()) + 1

    def added_by(self, features: Sequence[int]) -> Floats:
        """What these features add, per look."""
        added: Floats = self.contributions[:, list(features)].sum(axis=1)
        return added

    def leads_by(self, group: Codes, n_groups: int) -> Codes:
        """How many different leads each group has; a look of a group below zero is in none."""
        inside = group >= 0
        pairs = np.unique(self.lead[inside] * n_groups + group[inside])
        return np.bincount(pairs % n_groups, minlength=n_groups)
