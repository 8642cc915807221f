"""Evaluation of predictions: metrics with intervals over leads, calibration, gains, and figures by group."""

from leadscore.model.learning.evaluation.evaluating import evaluate, log_loss_difference, with_evaluation
from leadscore.model.learning.evaluation.evaluation_set import EvaluationSet, Interval, counts, metrics_of, typical
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
    "log_loss_difference",
    "metrics_of",
    "roc_auc_within",
    "slicings",
    "typical",
    "with_evaluation",
]
