"""Setting leads apart so that nothing of those that are judged, and nothing they could know, is in training."""

from leadscore.model.learning.splitting.classes import MIN_LEADS_PER_CLASS, require_both_classes
from leadscore.model.learning.splitting.evaluation import split
from leadscore.model.learning.splitting.facts import split_facts
from leadscore.model.learning.splitting.folds import lead_folds
from leadscore.model.learning.splitting.replaying import replays
from leadscore.model.learning.splitting.sides import Split
from leadscore.model.learning.splitting.unseen import unseen_by_model, unseen_by_twin

__all__ = [
    "MIN_LEADS_PER_CLASS",
    "Split",
    "lead_folds",
    "replays",
    "require_both_classes",
    "split",
    "split_facts",
    "unseen_by_model",
    "unseen_by_twin",
]
