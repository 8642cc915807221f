"""The rows that predictions are judged on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.tables.snapshots import LabelledSnapshots

Floats = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """Rows on which predictions are judged.

    Attributes:
        converted: The labels.
        weights: How much each row counts; above zero.
        lead: Which lead a row belongs to.
        group: What is resampled as a whole, as a company with all its leads; None where every lead stands for itself.
    """

    converted: Labels
    weights: Floats
    lead: NDArray[np.int64]
    group: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, labelled: LabelledSnapshots) -> "Judged":
        """Matured snapshots as rows to judge."""
        grouped = labelled.lead_group is not None
        leads = labelled.snapshots.lead
        return cls(labelled.converted, labelled.weights, leads, labelled.group if grouped else None)

    @property
    def resampled(self) -> NDArray[np.int64]:
        """Which group, or else which lead, a row belongs to."""
        return self.lead if self.group is None else self.group

    @property
    def both_classes(self) -> bool:
        """Whether there are conversions and others, so that something can be ranked."""
        return bool(self.converted.any() and not self.converted.all())

    def take(self, rows: NDArray[Any]) -> "Judged":
        """The rows at these positions, or where this mask is true."""
        group = None if self.group is None else self.group[rows]
        return Judged(self.converted[rows], self.weights[rows], self.lead[rows], group)
