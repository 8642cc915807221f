"""How many leads stand behind a figure, and how many of them converted."""

import numpy as np

from leadscore.model.tables.snapshots import LabelledSnapshots


def counts(labelled: LabelledSnapshots) -> dict[str, float | int]:
    """Leads, snapshots, conversions and ``typical``: the conversion rate, weighted as in training."""
    return {
        "leads": len(np.unique(labelled.snapshots.lead)),
        "snapshots": len(labelled),
        "converted_leads": labelled.leads_of_class(converted=True),
        "typical": typical(labelled),
    }


def typical(labelled: LabelledSnapshots) -> float:
    """Conversion rate of the snapshots, the k-th look at a lead weighing 1/k."""
    return float(np.average(labelled.converted, weights=labelled.weights))
