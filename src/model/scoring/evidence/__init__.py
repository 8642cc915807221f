"""Evidence: what was seen of past leads, as far as a reason, an interval or a warning needs it."""

from leadscore.model.scoring.evidence.evidence import (
    Asking,
    Bins,
    Candidates,
    Evidence,
    ScoreGroups,
    SignalRates,
    evidence_from_dict,
)

__all__ = ["Asking", "Bins", "Candidates", "Evidence", "ScoreGroups", "SignalRates", "evidence_from_dict"]
