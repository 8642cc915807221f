"""Judging predictions: figures with intervals over leads, calibration, gains, and where a model does well or badly."""

from leadscore.model.learning.judging.bands import by_age, by_month
from leadscore.model.learning.judging.counting import counts, typical
from leadscore.model.learning.judging.evaluating import evaluate, log_loss_difference
from leadscore.model.learning.judging.judged import Judged
from leadscore.model.learning.judging.judgement import judgement
from leadscore.model.learning.judging.metrics import METRICS
from leadscore.model.learning.judging.reliability import calibration_curve
from leadscore.model.learning.judging.resampling import Interval, plain
from leadscore.model.learning.judging.slices import by_slice
from leadscore.model.learning.judging.slicing import slicings
from leadscore.model.learning.judging.within import roc_auc_within

__all__ = [
    "METRICS",
    "Interval",
    "Judged",
    "by_age",
    "by_month",
    "by_slice",
    "calibration_curve",
    "counts",
    "evaluate",
    "judgement",
    "log_loss_difference",
    "plain",
    "roc_auc_within",
    "slicings",
    "typical",
]
