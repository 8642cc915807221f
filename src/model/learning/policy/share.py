"""The share of recent leads that are graded A, and whether it has drifted since the cuts were set."""

import math
from dataclasses import dataclass

import numpy as np

from leadscore.model.learning.policy.looks import ScoredLooks
from leadscore.model.scoring.decision import Cuts
from leadscore.model.tables.schema import Tables

_STANDARD_ERRORS = 3.0


@dataclass(frozen=True)
class Share:
    """A share, and of how many leads."""

    value: float
    leads: int


def share_of_a(scored: ScoredLooks, tables: Tables, cuts: Cuts) -> Share:
    """How many of these leads reached grade A at their best look."""
    best = scored.best(np.ones(len(scored.score), dtype=bool), len(tables.leads))
    looked_at = best >= 0
    leads = int(looked_at.sum())
    return Share(float((best >= cuts.first).sum() / leads) if leads else 0.0, leads)


def drifted(then: Share, now: Share) -> bool:
    """Whether the shares differ by more than three standard errors of their difference, pooled (two-proportion z)."""
    if not then.leads or not now.leads:
        return False
    pooled = (then.value * then.leads + now.value * now.leads) / (then.leads + now.leads)
    error = math.sqrt(pooled * (1 - pooled) * (1 / then.leads + 1 / now.leads))
    return abs(now.value - then.value) > _STANDARD_ERRORS * error
