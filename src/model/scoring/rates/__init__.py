"""Reference rates of past leads, as far as a reason, an interval or a warning needs them."""

from leadscore.model.scoring.rates.bins import Bins, SignalRates
from leadscore.model.scoring.rates.reference_rates import (
    Asking,
    Candidates,
    RateLookup,
    ReferenceRates,
    ScoreGroups,
    contradicts_rate,
    intervals,
    look_up_rates,
    reference_rates_from_dict,
)
from leadscore.model.scoring.rates.score_bands import ScoreBands
from leadscore.model.scoring.rates.segments import segment_text, segment_texts

__all__ = [
    "Asking",
    "Bins",
    "Candidates",
    "RateLookup",
    "ReferenceRates",
    "ScoreBands",
    "ScoreGroups",
    "SignalRates",
    "contradicts_rate",
    "intervals",
    "look_up_rates",
    "reference_rates_from_dict",
    "segment_text",
    "segment_texts",
]
