"""Whether what a group of leads shows is far beyond chance, however few they are."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

_PRACTICALLY = 0.95
_RISK = 0.05


def practically_all(wins: ArrayLike, leads: ArrayLike, *, base_rate: float, tests: int) -> NDArray[np.bool_]:
    """Whether practically everybody in a group converted, and would not have in an honest one.

    An honest group may well convert more often than others. So chance is the binomial tail of a group that converts
    halfway between the base rate and always, and at most one time in twenty does any of ``tests`` groups pass.

    Args:
        wins: Per group, how many converted.
        leads: Per group, how many there are.
        base_rate: Share of all leads that converted.
        tests: Number of groups that were looked at.
    """
    counted, size = np.asarray(wins), np.asarray(leads)
    tail = binom.sf(counted - 1, size, (1 + base_rate) / 2)
    return np.asarray((counted >= _PRACTICALLY * size) & (tail * tests <= _RISK))
