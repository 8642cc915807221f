"""Made-up looks at past leads, one for each lead unless told otherwise, with what a model adds out of fold."""

import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.learning.reference_rates.past_looks import PastLooks


def looks(
    matrix: Floats,
    converted: Mask,
    *,
    added: Floats | None = None,
    lead: Integers | None = None,
    weights: Floats | None = None,
) -> PastLooks:
    """Looks whose log-odds are what was added and nothing else."""
    n, contributions = len(matrix), np.zeros(len(matrix)) if added is None else added
    return PastLooks(
        matrix=matrix,
        converted=converted,
        weights=np.ones(n) if weights is None else weights,
        lead=np.arange(n) if lead is None else lead,
        log_odds=contributions,
        contributions=contributions[:, None],
    )
