"""What predictions know beyond the age of a lead."""

from typing import Any

from leadscore.model.learning.cut_offs import CutOff
from leadscore.model.learning.judging import log_loss_difference, roc_auc_within
from leadscore.model.learning.rivals import age_rate


def within_age(cut_off: CutOff, *, seed: int) -> dict[str, Any] | None:
    """ROC AUC among leads of one age, and log loss minus that of the usual rate at each age, as plain values.

    Where leads are looked at again and again, a model ranks them by their age alone; columns that say nothing show
    an AUC of one half here, and no gain.

    Returns:
        None where age says nothing, because each lead was looked at once.
    """
    rate = age_rate(cut_off.training, cut_off.held_out)
    if rate is None:
        return None
    judged, probability = cut_off.judged, cut_off.probability
    return {
        "roc_auc": roc_auc_within(judged, probability, cut_off.held_out.age_days, seed=seed).plain(),
        "log_loss_difference": log_loss_difference(judged, probability, rate, seed=seed).plain(),
    }
