"""Scoring many leads as of one moment, in parts of bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Integers
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.scorer import DEFAULT_OPTIONS, Scorer, ScoringOptions

PART_LEADS = 10_000
"""Leads that are scored at once: what a part needs of memory does not grow with the batch."""


@dataclass(frozen=True)
class Batch:
    """Leads to score as of one moment.

    Attributes:
        leads: A table that holds the leads; it may hold others, too.
        events: The events of all leads in the table.
        positions: The positions of the leads to score, in this order.
        as_of: The moment.
    """

    leads: LeadTable
    events: EventLog
    positions: Integers
    as_of: int

    def __len__(self) -> int:
        return len(self.positions)


def score_batch(
    scorer: Scorer, batch: Batch, *, options: ScoringOptions = DEFAULT_OPTIONS, part_leads: int = PART_LEADS
) -> Iterator[list[Scoring]]:
    """Score a batch part by part, in the order of its positions."""
    for start in range(0, len(batch), part_leads):
        part = batch.positions[start : start + part_leads]
        as_of = np.full(len(part), batch.as_of)
        yield scorer.score(batch.leads.take(part), batch.events.take_leads(part), as_of, options=options)
