"""Reference rates of past leads, as far as a reason, an interval or a warning needs them."""

from leadscore.model.scoring.rates.bins import Bins, SegmentRates, SignalRates
from leadscore.model.scoring.rates.lookup import Added, RateLookup, RateTable
from leadscore.model.scoring.rates.reference_rates import (
    Asking,
    Candidates,
    ReferenceRates,
    ScoreGroups,
    intervals,
    reference_rates_from_dict,
)
from leadscore.model.scoring.rates.score_bands import ScoreBands
from leadscore.model.scoring.rates.segments import SegmentTexts, segment_text

__all__ = [
    "Added",
    "Asking",
    "Bins",
    "Candidates",
    "RateLookup",
    "RateTable",
    "ReferenceRates",
    "ScoreBands",
    "ScoreGroups",
    "SegmentRates",
    "SegmentTexts",
    "SignalRates",
    "intervals",
    "reference_rates_from_dict",
    "segment_text",
]
