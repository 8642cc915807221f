"""What calling the best-scored leads first brings, in conversions and in money."""

from typing import Any

import numpy as np

from leadscore.model.config import PolicySettings
from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.learning.judging.ranking import Ranking
from leadscore.model.learning.judging.resampling import mean_interval

SHARES = (0.01, 0.02, *(percent / 100 for percent in range(5, 101, 5)))
"""Shares of the leads, the best-scored first."""


def gains(judged: Judged, probability: Floats) -> list[dict[str, float]]:
    """Per share of the best-scored rows: share of all conversions captured, lift over chance, conversion rate."""
    weighed = Ranking.of(judged.converted, probability).weighed(judged.weights)
    share = np.array(SHARES)
    captured, precision = weighed.captured(share), weighed.precision(share)
    columns = {"share": share, "captured": captured, "lift": captured / share, "precision": precision}
    return [dict(zip(columns, row, strict=True)) for row in np.column_stack([*columns.values()]).tolist()]


def profit(judged: Judged, probability: Floats, costs: PolicySettings, *, seed: int) -> dict[str, Any] | None:
    """What a lead brings on average if those are contacted whose expected win exceeds the cost of a contact.

    ``threshold`` is the probability at which it does, ``everyone_per_lead`` what contacting all of them brings; money
    is in the currency of ``costs``.

    Returns:
        None unless both the value of a win and the cost of a contact are known.
    """
    if costs.win_value is None or costs.contact_cost is None:
        return None
    threshold = costs.contact_cost / costs.win_value
    contacted = probability > threshold
    brought = np.where(judged.converted, costs.win_value, 0.0) - costs.contact_cost
    return {
        "win_value": costs.win_value,
        "contact_cost": costs.contact_cost,
        "threshold": threshold,
        "contacted_share": float(np.average(contacted, weights=judged.weights)),
        "per_lead": mean_interval(judged, contacted * brought, seed=seed).plain(),
        "everyone_per_lead": mean_interval(judged, brought, seed=seed).plain(),
    }
