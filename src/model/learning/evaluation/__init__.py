"""Evaluation of predictions: metrics with intervals over leads, calibration, gains, and figures by group."""

from leadscore.model.learning.evaluation.evaluating import evaluate, evaluation_summary, log_loss_difference
from leadscore.model.learning.evaluation.evaluation_set import EvaluationSet, Interval, counts, plain, typical
from leadscore.model.learning.evaluation.groups import by_age, by_month, by_slice, roc_auc_within
from leadscore.model.learning.evaluation.metrics import METRICS
from leadscore.model.learning.evaluation.reliability import calibration_curve
from leadscore.model.learning.evaluation.slicing import slicings

__all__ = [
    "METRICS",
    "EvaluationSet",
    "Interval",
    "by_age",
    "by_month",
    "by_slice",
    "calibration_curve",
    "counts",
    "evaluate",
    "evaluation_summary",
    "log_loss_difference",
    "plain",
    "roc_auc_within",
    "slicings",
    "typical",
]
