"""The training rows as rates are taken from them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.recipe import Recipe
from leadscore.model.tables.snapshots import LabelledSnapshots

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Looks:
    """Looks at leads, one per row.

    Attributes:
        matrix: Features of each look.
        converted: The labels.
        weights: How much each look counts: the k-th at a lead for 1/k.
        lead: Which lead it is, numbered from 0 without gaps.
    """

    matrix: Floats
    converted: NDArray[np.bool_]
    weights: Floats
    lead: Codes

    @classmethod
    def of(cls, recipe: Recipe, labelled: LabelledSnapshots) -> "Looks":
        """The looks that a recipe was learned from; ``labelled`` are the same rows."""
        _, lead = np.unique(labelled.snapshots.lead, return_inverse=True)
        rows = recipe.rows
        return cls(rows.matrix, rows.converted, rows.weights, lead.astype(np.int64))

    @property
    def typical(self) -> float:
        """The conversion rate over all of them."""
        return float(np.average(self.converted, weights=self.weights))

    def leads_by(self, cell: Codes, n_cells: int) -> Codes:
        """How many different leads are seen in each cell."""
        pairs = np.unique(self.lead * n_cells + cell)
        return np.bincount(pairs % n_cells, minlength=n_cells)
