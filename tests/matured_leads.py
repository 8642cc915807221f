"""Matured snapshots of leads that came over some days, for tests of who is learned from and who is judged."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.learning.splitting import Split
from leadscore.model.timestamps import DAY, moment

START = moment("2025-01-01")
AGES = (0, 7, 30)


def matured(n: int, *, span_days: int = 400, rate: float = 0.3, seed: int = 0) -> tuple[LabelledSnapshots, LeadTable]:
    """Leads spread over some days, three snapshots each, in no order of time."""
    rng = np.random.default_rng(seed)
    created = START + rng.permutation(np.linspace(0, span_days * DAY, n).astype(np.int64))
    lead, age = np.repeat(np.arange(n), len(AGES)), np.tile(np.array(AGES), n)
    converted = np.repeat(rng.random(n) < rate, len(AGES))
    snapshots = Snapshots(lead, created[lead] + age * DAY)
    labelled = LabelledSnapshots(snapshots, converted, np.ones(len(lead), bool), age.astype(float))
    return labelled, LeadTable(ids(n), {}, created)


def undated(n: int, *, n_converted: int) -> tuple[LabelledSnapshots, LeadTable]:
    """Leads without dates, one snapshot each."""
    converted = np.random.default_rng(0).permutation(np.arange(n) < n_converted)
    labelled = LabelledSnapshots(
        Snapshots(np.arange(n), np.zeros(n, int)), converted, np.ones(n, bool), np.full(n, np.nan)
    )
    return labelled, LeadTable(ids(n), {})


def ids(n: int) -> tuple[str, ...]:
    return tuple(map(str, range(n)))


def grouped(labelled: LabelledSnapshots, group: NDArray[Any]) -> LabelledSnapshots:
    """With a group per lead, numbered from 0; leads of a negative number have none."""
    own = np.arange(len(group))
    return replace(labelled, lead_group=np.where(group < 0, own, -1 - np.abs(group)))


def settings(**changes: Any) -> LearningSettings:
    return LearningSettings.model_validate({"horizon_days": 30, **changes})


def sides(labelled: LabelledSnapshots, made: Split) -> tuple[LabelledSnapshots, LabelledSnapshots]:
    """What is trained on, and what is evaluated."""
    return labelled.take(made.training), labelled.take(made.evaluation)
