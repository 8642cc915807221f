"""The search for knobs of the learner: trials in order of time, kept in a file, and believed only when confirmed."""

from leadscore.model.learning.search.fitting import recipe_fit
from leadscore.model.learning.search.found import Found, TrialsSoFar
from leadscore.model.learning.search.problem import Fit, Predict, SearchProblem
from leadscore.model.learning.search.searching import search

__all__ = ["Fit", "Found", "Predict", "SearchProblem", "TrialsSoFar", "recipe_fit", "search"]
