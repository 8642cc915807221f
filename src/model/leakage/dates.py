"""Dates that were written after the lead came in, or after it ended."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leadscore.model.leakage.columns import Column, Mask
from leadscore.model.leakage.evidence import Evidence
from leadscore.model.leakage.leak import DATED_AFTER_OUTCOME, Sign
from leadscore.model.moments import DAY, NEVER, Moments

_FEWEST_LEADS = 20
_MOSTLY, _HARDLY = 0.5, 0.02


def dates(evidence: Evidence) -> Iterator[tuple[str, Sign]]:
    """A date lies after the outcome, after the end of the data, or after the lead was created.

    Dates after the outcome prove a leak only where hardly any lies after the end of the data too: dates of what
    leads plan to do lie in the future of both.
    """
    if evidence.created_at is None:
        return
    for column in evidence.columns.values():
        if column.settings.role == "date":
            sign = _sign(column, evidence, evidence.created_at)
            if sign is not None:
                yield column.name, sign


def _sign(column: Column, evidence: Evidence, created_at: Moments) -> Sign | None:
    moments = created_at + np.rint(np.where(column.known, column.values, 0.0) * DAY).astype(np.int64)
    ended = column.known & (evidence.ended_at != NEVER)
    after_end = _share(_not_before(moments, evidence.ended_at), ended)
    beyond = _share(moments >= (evidence.data_until or 0) + DAY, column.known)
    if after_end > _MOSTLY and beyond <= _HARDLY:
        return Sign(
            DATED_AFTER_OUTCOME, f"{after_end:.1%} of the leads that ended have it at the end or later.", "date"
        )
    if beyond > _MOSTLY:
        return Sign("dated_after_data", f"{beyond:.1%} of its dates lie after the end of the data.", "date")
    later = _share(moments // DAY > created_at // DAY, column.known)
    if later > _MOSTLY and column.settings.known_after is None:
        return Sign("dated_after_creation", f"{later:.1%} of its dates lie after the day the lead was created.", "date")
    return None


def _not_before(moments: Moments, ended_at: Moments) -> Mask:
    """At the end or later; a date without a time stands for its whole day."""
    same_day = (moments % DAY == 0) & (moments // DAY == ended_at // DAY)
    return np.asarray((moments >= ended_at) | same_day)


def _share(true: NDArray[np.bool_], among: Mask) -> float:
    return float(true[among].mean()) if among.sum() >= _FEWEST_LEADS else 0.0
