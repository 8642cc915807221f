"""Rivals: what predictions are compared with, fitted on the same rows."""

from leadscore.model.learning.rivals.age_rate import age_rate
from leadscore.model.learning.rivals.naive_bayes import NaiveBayes, fit_naive_bayes
from leadscore.model.learning.rivals.rivals import RIVALS, Rival, predictions

__all__ = ["RIVALS", "NaiveBayes", "Rival", "age_rate", "fit_naive_bayes", "predictions"]
