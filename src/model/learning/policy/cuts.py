"""The cut of grade A, and those of B and C at their distance from it."""

import math

import numpy as np

from leadscore.model.config import PolicySettings
from leadscore.model.scoring.decision import Cuts
from leadscore.model.scoring.points import score_of

_FLOAT_SLACK = 1e-9  # a break-even probability that is a whole score must not be rounded to the next one


def cuts_below(first: int, configured: tuple[int, int, int]) -> Cuts:
    """Cuts that begin with this one, B and C as far below it as they are configured to be.

    Near the end of the scale they are squeezed rather than dropped: A begins at 2 at the lowest, B at 1, C at 0, so
    that every grade keeps a place.

    >>> cuts_below(64, (70, 60, 50)), cuts_below(15, (70, 60, 50)), cuts_below(0, (70, 60, 50))
    (Cuts(first=64, second=54, third=44), Cuts(first=15, second=5, third=0), Cuts(first=2, second=1, third=0))
    """
    a, b, c = configured
    top = min(max(first, 2), 100)
    return Cuts(top, max(top - (a - b), 1), max(top - (a - c), 0))


def break_even(policy: PolicySettings, reference: float) -> float:
    """The lowest whole score at which a contact is worth its cost; below 1 or above 100 where no score is.

    Contacting brings ``probability * win_value - contact_cost`` on average, so the probability to reach is
    ``contact_cost / win_value`` (the threshold of Elkan 2001 for costs that depend on the decision only).
    """
    odds = (policy.contact_cost or 0.0) / ((policy.win_value or 0.0) - (policy.contact_cost or 0.0))
    exact = float(score_of(np.array([math.log(odds)]), reference)[0])
    return float(math.ceil(exact - _FLOAT_SLACK))
