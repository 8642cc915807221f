"""Figures of a part of the judged rows, or the admission that there are too few for any."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.judging.counting import counts
from leadscore.model.learning.judging.evaluating import figures
from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.tables.snapshots import LabelledSnapshots

SMALL_LEADS = 100
"""Groups of fewer leads are small: a rate of 10 % is then known to six points, give or take."""

SMALL_CLASS_LEADS = 20
"""Groups with fewer converted, or fewer other leads are small: a ROC AUC is then known to a tenth, give or take."""

_SHOWN = ("roc_auc", "log_loss")


def group_figures(
    labelled: LabelledSnapshots, judged: Judged, probability: Floats, rows: NDArray[np.bool_]
) -> dict[str, Any]:
    """Counts, mean prediction, ROC AUC and log loss of the rows where this mask is true; there is at least one.

    A ``small`` group has neither ROC AUC nor log loss, and with too few leads no rate either: they would mislead.
    """
    found: dict[str, Any] = dict(counts(labelled.take(rows)))
    others = labelled.take(rows).leads_of_class(converted=False)
    few_leads = found["leads"] < SMALL_LEADS
    small = few_leads or min(found["converted_leads"], others) < SMALL_CLASS_LEADS
    shown = dict.fromkeys(_SHOWN) if small else figures(judged.take(rows), probability[rows], names=_SHOWN)
    return {
        **found,
        "typical": None if few_leads else found["typical"],
        "mean_prediction": float(np.average(probability[rows], weights=judged.weights[rows])),
        "small": small,
        **shown,
    }
