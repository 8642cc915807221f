"""What advice stands on: the parts of a bundle, and what leads would score if their facts were different."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.evidence import Candidates, Evidence
from leadscore.model.scoring.points import score_of
from leadscore.model.scoring.wording import Wording

Floats = NDArray[np.float64]

_ROWS_AT_ONCE = 50_000


@dataclass(frozen=True)
class Basis:
    """The parts of a bundle that advice is made from.

    Attributes:
        reference: Log-odds that score 50.
        evidence: None in a bundle that was made before there was any: without it, there is no advice on columns.
        wording: Of the readers.
    """

    spec: FeatureSpec
    model: AdditiveModel
    reference: float
    evidence: Evidence | None
    wording: Wording

    def scores(self, matrix: Floats) -> Floats:
        """Unrounded scores of rows, not held within 0 and 100."""
        return score_of(self.model.log_odds(matrix), self.reference) if len(matrix) else np.zeros(0)

    def scores_with(self, matrix: Floats, candidates: Candidates) -> Floats:
        """Unrounded scores of every row with each of the values in that column; one column per value."""
        return score_of(log_odds_with(self.model, matrix, candidates), self.reference)

    def candidates(self, position: int) -> Candidates | None:
        """The values seen of a column of the matrix; None where none are kept."""
        kept = () if self.evidence is None else self.evidence.candidates
        return next((found for found in kept if found.position == position and found.values), None)


def log_odds_with(model: AdditiveModel, matrix: Floats, candidates: Candidates) -> Floats:
    """Log-odds of every row with each of the values in that column; one column per value."""
    values = np.array(candidates.values, dtype=np.float64)
    found = np.empty((len(matrix), len(values)))
    step = max(1, _ROWS_AT_ONCE // max(len(values), 1))  # so that many leads of many values do not fill the memory
    for start in range(0, len(matrix) if len(values) else 0, step):
        rows = matrix[start : start + step]
        changed = np.repeat(rows, len(values), axis=0)
        changed[:, candidates.position] = np.tile(values, len(rows))
        found[start : start + step] = model.log_odds(changed).reshape(len(rows), len(values))
    return found
