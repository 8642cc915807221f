"""Columns that tell the time: their values of early leads are not those of late ones."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leadscore.model.leakage.columns import Codes
from leadscore.model.leakage.evidence import Evidence
from leadscore.model.leakage.leak import Sign

_EARLY = 0.7
_APART = 0.5
_SHUFFLES = 5


def time_proxies(evidence: Evidence) -> Iterator[tuple[str, Sign]]:
    """The values of the early 70 % and of the late 30 % of the leads have less than half in common.

    The distance is the total variation of values or bins, less what the same leads show in an order by chance:
    rare values make any two groups of leads differ. It is measured twice, over all leads and over the early 70 %
    of them, where a column shows that has changed long ago. Without dates or an order of rows there is nothing to see.
    """
    order = _order(evidence)
    if order is None:
        return
    for column in evidence.features:
        apart = max(_apart(column.groups[order[: int(share * len(order))]], evidence) for share in (1.0, _EARLY))
        if column.comparable and apart > _APART:
            text = f"It tells the time: the values of early and of late leads differ by {apart:.0%} beyond chance."
            yield column.name, Sign("time_proxy", text, "time")


def _apart(groups: Codes, evidence: Evidence) -> float:
    """Total variation distance between early and late leads, less that of the same leads in an order by chance."""
    early = int(_EARLY * len(groups))
    distance = _distance(groups, early)
    if distance <= _APART:  # chance can only take from it
        return 0.0
    random = np.random.default_rng(evidence.config.learning.seed)
    return distance - float(np.mean([_distance(random.permutation(groups), early) for _ in range(_SHUFFLES)]))


def _order(evidence: Evidence) -> NDArray[np.int64] | None:
    if evidence.config.learning.split == "file_order":
        return np.arange(len(evidence.converted))
    return None if evidence.created_at is None else np.argsort(evidence.created_at, kind="stable")


def _distance(groups: Codes, early: int) -> float:
    """Total variation distance between the groups of the first ``early`` leads and of the others, from 0 to 1."""
    n_groups = int(groups.max()) + 1
    before = np.bincount(groups[:early], minlength=n_groups) / max(early, 1)
    after = np.bincount(groups[early:], minlength=n_groups) / max(len(groups) - early, 1)
    return float(np.abs(before - after).sum() / 2)
