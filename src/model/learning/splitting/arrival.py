"""When leads came: by the clock, or by their place in the file."""

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.leads import LeadTable
from leadscore.model.moments import Moments
from leadscore.model.tables.snapshots import LabelledSnapshots


def created_at(labelled: LabelledSnapshots, leads: LeadTable) -> Moments:
    """Per snapshot the moment its lead was created; without dates, the moment of the snapshot."""
    return labelled.snapshots.as_of if leads.created_at is None else leads.created_at[labelled.snapshots.lead]


def arrivals(labelled: LabelledSnapshots, arrival: NDArray[np.int64]) -> NDArray[np.int64]:
    """When each distinct lead came, the earliest first."""
    _, first = np.unique(labelled.snapshots.lead, return_index=True)
    return np.sort(arrival[first])


def first_of_latest(labelled: LabelledSnapshots, arrival: NDArray[np.int64], *, share: float) -> int:
    """The earliest arrival among the latest ``share`` of the leads."""
    return int(np.quantile(arrivals(labelled, arrival), 1 - share, method="higher"))
