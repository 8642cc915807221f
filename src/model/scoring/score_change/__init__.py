"""Why a score moved: the difference of two scorings of one lead, split exactly."""

from leadscore.model.scoring.score_change.score_change import ChangePath, Part, ScoreChange, split_difference
from leadscore.model.scoring.score_change.states import ScoredBefore, State, state_of

__all__ = ["ChangePath", "Part", "ScoreChange", "ScoredBefore", "State", "split_difference", "state_of"]
