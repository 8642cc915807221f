"""Grades and cells: whole points put into four classes."""

from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from leadscore.model.scoring.decision.decided import Grade
from leadscore.model.scoring.decision.policy import Cuts, Policy

Classes = NDArray[np.int64]

GRADES: tuple[Grade, ...] = get_args(Grade)


def classes(points: NDArray[Any], cuts: Cuts) -> Classes:
    """The class of each value, 0 for those from the first cut on, to 3 for those below the third.

    >>> classes(np.array([71, 70, 69, 50, 49]), Cuts(70, 60, 50)).tolist()
    [0, 0, 1, 2, 3]
    """
    below: Classes = np.sum([points < cut for cut in (cuts.first, cuts.second, cuts.third)], axis=0, dtype=np.int64)
    return below


def grade_of(score: int, cuts: Cuts) -> Grade:
    """The grade of one score."""
    return GRADES[int(classes(np.array([score]), cuts)[0])]


def cells(fit: NDArray[Any], interest: NDArray[Any], policy: Policy) -> list[str | None]:
    """Letter by fit and number by interest; None for all where the policy has no cuts of one of them."""
    if policy.fit_cuts is None or policy.interest_cuts is None:
        return [None] * len(fit)
    letters, numbers = classes(fit, policy.fit_cuts), classes(interest, policy.interest_cuts)
    return [f"{GRADES[letter]}{number + 1}" for letter, number in zip(letters.tolist(), numbers.tolist(), strict=True)]
