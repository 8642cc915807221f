"""What knobs are searched for, and by what name the search is known."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.learning.knobs import DEFAULT, Knobs
from leadscore.model.learning.search.space import SPACE
from leadscore.model.tables.fingerprint import fingerprint
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import LabelledSnapshots

Predict = Callable[[LabelledSnapshots], NDArray[np.float64]]
"""The probability of each snapshot."""

Fit = Callable[[LabelledSnapshots, Knobs], Predict]
"""Learns from labelled snapshots with some knobs."""


@dataclass(frozen=True)
class SearchProblem:
    """What knobs are searched for.

    Attributes:
        tables: Valid tables.
        config: What to learn and how; leaks are already ignored in it.
        labelled: Matured snapshots that the evaluated twin may learn from, and no others.
        fit: Learns from some of them.
    """

    tables: Tables
    config: Config
    labelled: LabelledSnapshots
    fit: Fit

    @property
    def name(self) -> str:
        """The same for the same data, question and space of knobs, and for no others."""
        config, snapshots = self.config, self.labelled.snapshots
        rows = hashlib.sha256(snapshots.lead.tobytes() + snapshots.as_of.tobytes() + self.labelled.converted.tobytes())
        asked = {
            "data": fingerprint(self.tables)["sha256"],
            "rows": rows.hexdigest(),
            "columns": {name: column.model_dump() for name, column in config.feature_columns.items()},
            "learning": config.learning.model_dump(exclude={"threads", "replays"}),
            "space": {name: [type(extent).__name__, asdict(extent)] for name, extent in SPACE.items()},
            "default": DEFAULT.as_dict(),
        }
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]
