"""What leads did lately, as far as a decision asks: use of the product, and whether anything happened at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.scoring.decision.policy import Policy

_SIGNAL = Signal("activity", "Activity", "interest")


@dataclass(frozen=True)
class RecentActivity:
    """Per look.

    Attributes:
        product_use: Events of product use within the policy's days before it.
        silent: Whether the lead is older than the policy's days of silence, and no event lies within them.
    """

    product_use: NDArray[np.int64]
    silent: NDArray[np.bool_]


def recent_activity(
    policy: Policy, spec: FeatureSpec, leads: LeadTable, events: EventLog, looks: Snapshots
) -> RecentActivity:
    """Counted like a model's own features; in a model without dates or events nobody uses anything, or is silent."""
    if not (spec.dated and spec.has_events):
        return RecentActivity(np.zeros(len(looks), dtype=np.int64), np.zeros(len(looks), dtype=bool))
    counts = feature_matrix(_counting(policy), leads, events, looks)
    old = looks.age_days(leads) > policy.silent_days
    return RecentActivity(counts[:, 1:].sum(axis=1).astype(np.int64), old & (counts[:, 0] == 0))


def _counting(policy: Policy) -> FeatureSpec:
    """Events of any kind within the days of silence, then those of each kind of product use."""
    kinds = tuple(sorted(policy.product_use))
    features = [Feature("any", _SIGNAL.name, "count", "", policy.silent_days)]
    features += [Feature(f"use.{kind}", _SIGNAL.name, "count", kind, policy.product_use_days) for kind in kinds]
    return FeatureSpec((), (_SIGNAL,), tuple(features), dated=True, has_events=True, event_types=kinds)
