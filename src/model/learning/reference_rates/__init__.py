"""Reference rates: how past leads converted, kept with the model for reasons, intervals, warnings and advice."""

from leadscore.model.learning.reference_rates.coverage import coverage
from leadscore.model.learning.reference_rates.rates import ExplainedRows, drivers, learn_reference_rates, values_told
from leadscore.model.learning.reference_rates.score_groups import learn_groups

__all__ = ["ExplainedRows", "coverage", "drivers", "learn_groups", "learn_reference_rates", "values_told"]
