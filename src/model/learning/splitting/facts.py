"""What a card keeps of a split, so that it can be told later which leads its twin never saw."""

from typing import Any

import numpy as np

from leadscore.model.config import LearningSettings
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting.lots import roll
from leadscore.model.learning.splitting.sides import Split
from leadscore.model.tables.snapshots import LabelledSnapshots


def split_facts(
    made: Split, labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings
) -> dict[str, Any]:
    """Plain values for ``card["split"]``, enough for ``unseen_by_twin`` and ``unseen_by_model``.

    Returns:
        ``kind``, ``optimistic``, ``train_until``, ``test_from``, ``test_until`` and ``left_out_leads`` as in
        ``Split``; ``horizon_days``, ``evaluation_share`` and ``seed`` as configured; ``grouped``: whether leads were
        kept together by a column; ``first_row``: in file order, the number of leads up to the last one that was
        trained on, and ``rolls``: digests that stand for the ids of those, and of all leads, by their number.
    """
    return {
        "kind": made.kind,
        "optimistic": made.optimistic,
        "train_until": made.train_until,
        "test_from": made.test_from,
        "test_until": made.test_until,
        "left_out_leads": made.left_out_leads,
        "horizon_days": learning.horizon_days,
        "evaluation_share": learning.evaluation_share,
        "seed": learning.seed,
        "grouped": bool((labelled.group < 0).any()),
        **(_places(made, labelled, leads) if made.kind == "file_order" else {}),
    }


def _places(made: Split, labelled: LabelledSnapshots, leads: LeadTable) -> dict[str, Any]:
    first_row = int(np.max(labelled.snapshots.lead[made.training], initial=-1)) + 1
    return {"first_row": first_row, "rolls": {str(n): roll(leads, n) for n in (first_row, len(leads))}}
