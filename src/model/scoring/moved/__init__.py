"""Why a score moved: the difference of two scorings of one lead, split exactly."""

from leadscore.model.scoring.moved.moved import Moved, Part, Path, split_difference
from leadscore.model.scoring.moved.scored_before import ScoredBefore
from leadscore.model.scoring.moved.states import State, state_of

__all__ = ["Moved", "Part", "Path", "ScoredBefore", "State", "split_difference", "state_of"]
