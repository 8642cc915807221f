"""Splits into training and evaluation that leak nothing: by time, by file order or at random, with folds by lead."""

from leadscore.model.learning.splitting.assignment import split_facts
from leadscore.model.learning.splitting.backtests import backtest_splits
from leadscore.model.learning.splitting.evaluation_slice import split
from leadscore.model.learning.splitting.sides import MIN_LEADS_PER_CLASS, Split, lead_folds, require_both_classes
from leadscore.model.learning.splitting.unseen import unseen_by_model, unseen_by_twin

__all__ = [
    "MIN_LEADS_PER_CLASS",
    "Split",
    "backtest_splits",
    "lead_folds",
    "require_both_classes",
    "split",
    "split_facts",
    "unseen_by_model",
    "unseen_by_twin",
]
