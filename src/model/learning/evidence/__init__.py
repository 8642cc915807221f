"""Learning evidence: what past leads tell, kept with the model for reasons, intervals and warnings."""

from leadscore.model.learning.evidence.coverage import coverage
from leadscore.model.learning.evidence.drivers import drivers, values_told
from leadscore.model.learning.evidence.explained import ExplainedRows
from leadscore.model.learning.evidence.groups import learn_groups
from leadscore.model.learning.evidence.learning import learn_evidence

__all__ = ["ExplainedRows", "coverage", "drivers", "learn_evidence", "learn_groups", "values_told"]
