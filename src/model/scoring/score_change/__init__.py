"""Score change: the difference of two scorings of one lead, split exactly into causes."""

from leadscore.model.scoring.score_change.score_change import ChangePath, ScoreChange, ScoreChangePart, split_difference
from leadscore.model.scoring.score_change.since import BundleOf, Today, score_change_since
from leadscore.model.scoring.score_change.states import ScoredBefore, State, state_of

__all__ = [
    "BundleOf",
    "ChangePath",
    "ScoreChange",
    "ScoreChangePart",
    "ScoredBefore",
    "State",
    "Today",
    "score_change_since",
    "split_difference",
    "state_of",
]
