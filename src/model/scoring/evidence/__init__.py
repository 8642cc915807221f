"""Evidence: what was seen of past leads, as far as a reason, an interval or a warning needs it."""

from leadscore.model.scoring.evidence.bins import Bins, SignalRates
from leadscore.model.scoring.evidence.cells import cell_texts, such
from leadscore.model.scoring.evidence.evidence import Asking, Candidates, Evidence, evidence_from_dict
from leadscore.model.scoring.evidence.groups import ScoreGroups, intervals
from leadscore.model.scoring.evidence.seeing import Seen, seen, works_together

__all__ = [
    "Asking",
    "Bins",
    "Candidates",
    "Evidence",
    "ScoreGroups",
    "Seen",
    "SignalRates",
    "cell_texts",
    "evidence_from_dict",
    "intervals",
    "seen",
    "such",
    "works_together",
]
