"""Which leads are held out: by when they came, or by a hash of their id; and what a card keeps of it."""

import hashlib
from dataclasses import replace

import numpy as np

from leadscore.model.arrays import Integers, Mask, Moments
from leadscore.model.card.training_data import SplitFacts
from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting.sides import Split


def created_at(labelled: LabelledSnapshots, leads: LeadTable) -> Moments:
    """Per snapshot the moment its lead was created; without dates, the moment of the snapshot."""
    return labelled.snapshots.as_of if leads.created_at is None else leads.created_at[labelled.snapshots.lead]


def arrivals(labelled: LabelledSnapshots, arrival: Integers) -> Integers:
    """When each distinct lead came, the earliest first."""
    _, first = np.unique(labelled.snapshots.lead, return_index=True)
    return np.sort(arrival[first])


def first_of_latest(labelled: LabelledSnapshots, arrival: Integers, *, share: float) -> int:
    """The earliest arrival among the latest ``share`` of the leads."""
    return int(np.quantile(arrivals(labelled, arrival), 1 - share, method="higher"))


_DIGEST_BYTES = 8
_LOTS = 2.0 ** (8 * _DIGEST_BYTES)


def drawn(labelled: LabelledSnapshots, leads: LeadTable, *, share: float, seed: int) -> Mask:
    """Per snapshot, whether the lot of its lead, or of its lead's group, falls into the share.

    The same lead has the same lot in every table, whatever else is in it; with a larger share, the leads of a
    smaller one are held out again.
    """
    keys = np.where(labelled.group < 0, labelled.group, labelled.snapshots.lead)
    distinct, position = np.unique(keys, return_inverse=True)
    lots = np.array([_lot(_name(key, leads), seed) for key in distinct.tolist()], dtype=np.float64)
    held_out: Mask = lots[position] < share
    return held_out


def _name(key: int, leads: LeadTable) -> str:
    """The number of a group is the same in every table; a lead without one goes by its id."""
    return f"group {key}" if key < 0 else f"lead {leads.ids[key]}"


def _lot(name: str, seed: int) -> float:
    """A number in [0, 1) that is spread evenly over names."""
    digest = hashlib.blake2b(name.encode(), digest_size=_DIGEST_BYTES, key=str(seed).encode()).digest()
    return int.from_bytes(digest) / _LOTS


def ids_digest(leads: LeadTable, n_leads: int) -> str:
    """Sixteen hex digits that stand for the ids of the first leads, in their order."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for lead_id in leads.ids[:n_leads]:
        digest.update(lead_id.encode() + b"\0")
    return digest.hexdigest()


def split_facts(made: Split, labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> SplitFacts:
    """What the card keeps of a split, enough for ``unseen_by_twin`` and ``unseen_by_model``."""
    facts = SplitFacts(
        kind=made.kind,
        optimistic=made.optimistic,
        train_until=made.train_until,
        test_from=made.test_from,
        test_until=made.test_until,
        left_out_leads=made.left_out_leads,
        horizon_days=learning.horizon_days,
        evaluation_share=learning.evaluation_share,
        seed=learning.seed,
        grouped=bool((labelled.group < 0).any()),
    )
    if made.kind != "file_order":
        return facts
    first_row = int(np.max(labelled.snapshots.lead[made.training], initial=-1)) + 1
    digests = {str(n): ids_digest(leads, n) for n in (first_row, len(leads))}
    return replace(facts, first_row=first_row, id_digests=digests)
