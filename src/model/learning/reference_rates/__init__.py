"""Reference rates: how past leads converted, kept with the model for reasons, intervals, warnings and advice."""

from leadscore.model.learning.reference_rates.coverage import coverage
from leadscore.model.learning.reference_rates.drivers import ExplainedRows, driver_values, drivers
from leadscore.model.learning.reference_rates.rates import learn_reference_rates
from leadscore.model.learning.reference_rates.score_bands import learn_bands

__all__ = ["ExplainedRows", "coverage", "driver_values", "drivers", "learn_bands", "learn_reference_rates"]
