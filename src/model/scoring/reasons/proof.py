"""The proof of a reason: past leads with a value like this one's, how they converted, and the sentence that says so."""

import math

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.contract import Evidence
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import Explained
from leadscore.model.scoring.rates import Added, RateLookup, RateTable, ReferenceRates, SegmentTexts


class Prover:
    """Looks up past leads, and says how they converted, by one bundle; safe to share between threads."""

    def __init__(self, reference: ReferenceRates, spec: FeatureSpec, wording: Wording) -> None:
        self._typical, self._wording = reference.typical, wording
        self._table, self._segments = RateTable(reference), SegmentTexts(reference, spec, wording)

    def look_up(self, matrix: Floats, explained: Explained) -> RateLookup:
        """The reference rates of the strongest signals of rows of the feature matrix."""
        signals, contributions = explained.strongest, explained.contributions
        points = np.take_along_axis(explained.points.signals, signals, axis=1)
        log_odds = np.take_along_axis(contributions, signals, axis=1)
        return self._table.look_up(matrix, Added(signals, points, log_odds, explained.carrying))

    def evidence(self, past: RateLookup, place: tuple[int, int], row: Floats) -> Evidence | None:
        """The rate that stands beside one of a lead's reasons; None where none does.

        Args:
            past: The rates that were looked up.
            place: The lead and which of its strongest signals.
            row: The lead's features.
        """
        leads, expected = int(past.leads[place]), float(past.expected[place])
        if not leads:
            return None
        such = self._segments.text(int(past.places[place]), row)
        return Evidence(
            rate=float(past.rates[place]),
            n=leads,
            typical=self._typical,
            such=such,
            expected=None if math.isnan(expected) else expected,
            alike=bool(past.alike[place]),
        )

    def with_rate(self, sentence: str, evidence: Evidence, place: int) -> str:
        """The sentence about a signal with its rate, and the segment where it holds more than the sentence says."""
        if self._segments.is_earlier(place):
            part = evidence.such if self._segments.is_of_part(place) else ""
            return with_rate(self._wording, sentence, evidence, part=part, earlier=True)
        segment = evidence.such if self._segments.is_wider(place) else ""
        return with_rate(self._wording, sentence, evidence, segment=segment)


def with_rate(
    wording: Wording, sentence: str, evidence: Evidence, *, segment: str = "", part: str = "", earlier: bool = False
) -> str:
    """The sentence about a signal with its reference rate.

    Args:
        wording: The phrases of the readers' language.
        sentence: What is true of the lead.
        evidence: The reference rate.
        segment: Which leads are counted, where these are more than those of which the sentence is true.
        part: In a model of an earlier release, the part of the sentence that the rate is about.
        earlier: Whether the model is of an earlier release, whose shares below 10 % have no decimal.
    """
    plain = sentence.removesuffix(".")
    if segment:
        plain = wording.say("evidence.within", sentence=plain, segment=segment)
    beside = {"typical": evidence.typical} if evidence.expected is None else {"expected": evidence.expected}
    key = "rate" if earlier else "plain" if evidence.expected is None else "alike" if evidence.alike else "like"
    text = wording.say(
        f"evidence.{key}_after_colon" if ":" in plain else f"evidence.{key}",
        sentence=plain,
        rate=wording.share(evidence.rate, fine=not earlier),
        leads=evidence.n,
        **{name: wording.share(rate, fine=not earlier) for name, rate in beside.items()},
    )
    return wording.say("evidence.counted", sentence=text, such=part) if part else text
