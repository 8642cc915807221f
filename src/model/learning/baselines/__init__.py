"""Baselines: what predictions are compared with, fitted on the same rows."""

from leadscore.model.learning.baselines.baselines import (
    BASELINES,
    Baseline,
    NaiveBayes,
    age_rate,
    fit_naive_bayes,
    predictions,
)

__all__ = ["BASELINES", "Baseline", "NaiveBayes", "age_rate", "fit_naive_bayes", "predictions"]
