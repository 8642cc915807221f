"""What was known of a lead at a moment: the one rule for whatever looks at columns without making features of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import known_at
from leadscore.model.features.spec import InputColumn
from leadscore.model.moments import NEVER

MISSING: Mapping[str, Any] = {"f": np.nan, "i": NEVER, "O": None}
"""What stands for a value that is not known, by the kind of array it is in."""


def known_values(column: InputColumn, leads: LeadTable, snapshots: Snapshots) -> NDArray[Any]:
    """The column's value per snapshot, missing where nobody could have known it at that moment.

    A date that still lay ahead was not known to be true, and counts as missing, too. The leads have the column.
    """
    values = leads.columns[column.name][snapshots.lead]
    known = known_at(column, leads, snapshots)
    if values.dtype.kind == "i" and leads.created_at is not None:
        known &= values < snapshots.as_of
    return np.where(known, values, MISSING[values.dtype.kind])
