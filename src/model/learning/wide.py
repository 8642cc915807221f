"""Training rows beside what stands for their categories; each flavour of trees sees its own columns."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.boosting import Rows
from leadscore.model.learning.encoding import Plan, cross_fitted, learn_encodings
from leadscore.model.learning.knobs import Flavour
from leadscore.model.scoring.encodings import Encoding

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class WideRows:
    """Training rows with the columns of their encodings; each flavour sees the other's columns as constants.

    Attributes:
        rows: The training rows.
        plan: What is encoded.
        encodings: The tables that encode rows never learned from.
        encoded: The encodings' columns of the training rows, cross-fitted.
    """

    rows: Rows
    plan: Plan
    encodings: tuple[Encoding, ...]
    encoded: Floats

    @classmethod
    def of(cls, rows: Rows, plan: Plan, *, seed: int) -> "WideRows":
        """Encode training rows by the plan."""
        return cls(rows, plan, learn_encodings(rows, plan), cross_fitted(rows, plan, seed=seed))

    def training(self, flavour: Flavour) -> Rows:
        """The training rows as the flavour sees them."""
        return self._seen(flavour, self.rows, self.encoded)

    def new(self, flavour: Flavour, rows: Rows) -> Rows:
        """Rows that were not learned from, as the flavour sees them."""
        columns = [encoding.column(rows.matrix) for encoding in self.encodings]
        return self._seen(flavour, rows, np.column_stack([np.zeros((len(rows.converted), 0)), *columns]))

    def _seen(self, flavour: Flavour, rows: Rows, encoded: Floats) -> Rows:
        matrix = np.hstack([rows.matrix, encoded])
        if flavour == "trees":
            matrix[:, rows.matrix.shape[1] :] = 0.0
        else:
            matrix[:, [group[0] for group in self.plan.groups if len(group) == 1]] = 0.0
        return replace(rows, matrix=matrix)
