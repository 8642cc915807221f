"""How sure a probability is: the interval of past leads around the same score, and whether the probability is in it."""

from collections.abc import Sequence

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.scoring.contract import RateInterval
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import score_of, whole
from leadscore.model.scoring.rates import ReferenceRates, ScoreBands, intervals

NOTICEABLE = 0.01
"""A probability that is less than this outside its interval is not spoken of."""

_DECIMAL_BELOW = 0.1


def rate_intervals(
    evidence: ReferenceRates | None, log_odds: Floats, probability: Floats, *, reference: float
) -> Sequence[RateInterval | None]:
    """Per row the interval of its score band; None for all in a model without reference rates.

    A model of protocol 3 or before has groups instead, whose intervals are widened to hold the probability.

    Args:
        evidence: The model's reference rates.
        log_odds: Calibrated log-odds per row.
        probability: The same as a probability.
        reference: Log-odds that score 50.
    """
    if evidence is not None and evidence.bands is not None:
        blocks = evidence.bands.of(log_odds).tolist()
        made = {block: _of_band(evidence.bands, block, reference) for block in {*blocks}}
        return [made[block] for block in blocks]
    if evidence is None or evidence.groups is None:
        return [None] * len(log_odds)
    low, high = intervals(evidence.groups, log_odds, probability)
    ends = zip(low.tolist(), high.tolist(), strict=True)
    return [RateInterval(lowest, highest, evidence.groups.level) for lowest, highest in ends]


def _of_band(bands: ScoreBands, block: int, reference: float) -> RateInterval:
    """The interval of a block, with the whole scores that its band spans."""
    first, last = whole(score_of(np.array(bands.reach(block)), reference)).tolist()
    return RateInterval(bands.low[block], bands.high[block], bands.level, first, last)


def outside_text(probability: float, sure: RateInterval | None, typical: float, wording: Wording) -> str | None:
    """A warning where the probability lies outside its interval: the model is bolder than the past, or more cautious.

    Bolder is what lies farther from the typical rate than the interval does.
    """
    if sure is None or sure.low - NOTICEABLE < probability < sure.high + NOTICEABLE:
        return None
    bolder = probability > max(sure.high, typical) or probability < min(sure.low, typical)
    key = "bolder_than_past" if bolder else "more_cautious_than_past"
    low, high = ends_in_hundred(sure, wording)
    return wording.say(f"warnings.{key}", rate=wording.share(probability), low=low, high=high)


def ends_in_hundred(sure: RateInterval, wording: Wording) -> tuple[str, str]:
    """The ends of an interval as leads of a hundred; with a decimal where one is below ten or both would read alike."""
    precise = sure.low < _DECIMAL_BELOW or round(100 * sure.low) == round(100 * sure.high)
    low, high = (wording.formats.number(100 * end, int(precise)) for end in (sure.low, sure.high))
    return low, high
