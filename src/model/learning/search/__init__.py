"""The search for hyperparameters: trials in order of time, kept in a file, confirmed on later leads before use."""

from leadscore.model.learning.search.problem import Fit, Predict, SearchProblem
from leadscore.model.learning.search.searching import Found, TrialsSoFar, recipe_fit, search

__all__ = ["Fit", "Found", "Predict", "SearchProblem", "TrialsSoFar", "recipe_fit", "search"]
