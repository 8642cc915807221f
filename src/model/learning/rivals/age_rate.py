"""The usual rate at each age: what is known of a lead before anything is known of it."""

import numpy as np
from numpy.typing import NDArray

from leadscore.model.tables.snapshots import LabelledSnapshots

Floats = NDArray[np.float64]

_PRIOR_LEADS = 10.0


def age_rate(training: LabelledSnapshots, held_out: LabelledSnapshots) -> Floats | None:
    """Per held-out snapshot, how often leads of its age converted in training, drawn to the rate of all by ten leads.

    Old leads that are still open seldom convert, so a lead's age ranks well without any column. At an age that
    training did not show, the next younger one counts.

    Returns:
        None where training shows one age only, or data have no dates: there age says nothing.
    """
    ages, place = np.unique(training.age_days, return_inverse=True)
    if len(ages) < 2 or np.isnan(ages).any():
        return None
    seen = np.bincount(place, training.weights)
    won = np.bincount(place, training.weights * training.converted)
    usual = float(np.average(training.converted, weights=training.weights))
    rate = (won + _PRIOR_LEADS * usual) / (seen + _PRIOR_LEADS)
    younger = np.searchsorted(ages, held_out.age_days, side="right") - 1
    return np.asarray(rate[np.maximum(younger, 0)])
