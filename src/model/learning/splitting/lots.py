"""Drawing lots that never change: which leads are held out follows from their id and the seed alone."""

import hashlib

import numpy as np

from leadscore.model.features.leads import LeadTable
from leadscore.model.tables.snapshots import LabelledSnapshots, Mask

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


def roll(leads: LeadTable, n_leads: int) -> str:
    """Sixteen hex digits that stand for the ids of the first leads, in their order."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for lead_id in leads.ids[:n_leads]:
        digest.update(lead_id.encode() + b"\0")
    return digest.hexdigest()
