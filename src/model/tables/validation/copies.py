"""Leads that repeat another one under a different id: they must not be learned from in one place and judged in another.

A learner that is checked on copies of what it has seen finds every further tree a gain, and never stops.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.moments import DAY
from leadscore.model.tables.validation.selecting import ROW

_UNTOLD = (ROW, "id", "target")
_PERSONAL = ("name", "email", "phone")
_MOST_COPIES = 20
"""More leads that are alike are a kind of leads, not one lead."""


def first_copies(good: pd.DataFrame) -> NDArray[np.int64]:
    """Per lead the position of the first one that equals it in everything read but id and target; mostly its own.

    Only where something that was read tells leads apart is it no chance that two are equal: a person's name, address
    or number, a creation with its time of day, or a number that nearly every lead has for itself.
    """
    own = np.arange(len(good), dtype=np.int64)
    told = good.drop(columns=[key for key in _UNTOLD if key in good])
    if told.shape[1] == 0:
        return own
    kind, _ = pd.factorize(pd.util.hash_pandas_object(told, index=False).to_numpy())
    copies = np.bincount(kind, minlength=1)
    if copies.max() <= 1:
        return own
    _, first = np.unique(kind, return_index=True)
    once = told.iloc[first]
    telling = (copies[kind] <= _MOST_COPIES) & (_timed(once) or _numbered(once, len(good)) | _personal(good))
    return np.where(telling, first[kind], own)


def _timed(once: pd.DataFrame) -> bool:
    return "created_at" in once and bool((once["created_at"] % DAY != 0).mean() > 1 / 2)


def _numbered(once: pd.DataFrame, n_leads: int) -> bool:
    """Whether a number tells most kinds of leads apart, and there are too many kinds for leads to meet by chance."""
    numbers = once.select_dtypes("float64")
    enough = len(once) * _MOST_COPIES > n_leads
    return enough and any(numbers[key].nunique() > len(once) / 2 for key in numbers)


def _personal(good: pd.DataFrame) -> NDArray[np.bool_]:
    known = [good[key].notna().to_numpy() for key in _PERSONAL if key in good]
    return np.logical_or.reduce(known) if known else np.zeros(len(good), dtype=bool)
