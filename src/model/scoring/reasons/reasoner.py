"""The reasons of scored leads: a sentence for each of the strongest signals, with its reference rate."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

from leadscore.model.arrays import Floats, Mask
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Evidence, Reason
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.points import Explained
from leadscore.model.scoring.rates import RateLookup, contradicts_rate, look_up_rates, segment_texts
from leadscore.model.scoring.reasons import sentences
from leadscore.model.scoring.reasons.sentences import KINDS, Describe, Described, Facts, Subject, activity_of


@dataclass(frozen=True)
class Phrases:
    """Turns the facts about a lead into a value and a sentence, signal by signal, in the readers' language."""

    spec: FeatureSpec

    def say(self, signal: Signal, facts: Facts) -> Described:
        """The signal's value and a plain sentence about it; a missing value is None."""
        describe, positions = self._describers[signal.name]
        return describe(facts.row[positions].tolist(), facts)

    @cached_property
    def wording(self) -> Wording:
        """The phrases that the sentences are made from."""
        return wording_of(self.spec)

    @cached_property
    def _describers(self) -> dict[str, tuple[Describe, list[int]]]:
        return {signal.name: self._describer(signal) for signal in self.spec.signals}

    def _describer(self, signal: Signal) -> tuple[Describe, list[int]]:
        own = [
            (position, feature) for position, feature in enumerate(self.spec.features) if feature.signal == signal.name
        ]
        features = tuple(feature for _, feature in own)
        return _describe(Subject(signal, features, self.wording)), [position for position, _ in own]


def _describe(subject: Subject) -> Describe:
    if any(feature.kind in KINDS for feature in subject.features):
        return activity_of(subject).describe
    return partial(_DESCRIBERS[subject.features[0].kind], subject)


_DESCRIBERS: dict[str, Callable[[Subject, list[float], Facts], Described]] = {
    "numeric": sentences.numeric,
    "category": sentences.category,
    "email_kind": sentences.email_kind,
    "days_since": sentences.days_since,
    "age": sentences.age,
    "hour": sentences.calendar,
    "weekday": sentences.calendar,
    "day_of_month": sentences.calendar,
    "month": sentences.calendar,
    "first": sentences.first_or_last,
    "last": sentences.first_or_last,
    "distinct": sentences.distinct,
    "trend": sentences.trend,
}


def with_rate(wording: Wording, sentence: str, evidence: Evidence, *, contradicted: bool, in_part: bool = False) -> str:
    """The sentence about a signal with its reference rate.

    Args:
        wording: The phrases of the readers' language.
        sentence: What is true of the lead.
        evidence: The reference rate: of past leads of which the sentence was true.
        contradicted: Whether the points contradict the rate, which the sentence then explains.
        in_part: Whether the rate is about only a part of what the sentence says; the segment is then named.
    """
    plain = sentence.removesuffix(".")
    text = wording.say(
        "evidence.rate_after_colon" if ":" in plain else "evidence.rate",
        sentence=plain,
        rate=wording.share(evidence.rate),
        leads=evidence.n,
        typical=wording.share(evidence.typical),
    )
    if in_part:
        text = wording.say("evidence.counted", sentence=text, such=evidence.such)
    return wording.say("evidence.together", sentence=text) if contradicted else text


@dataclass(frozen=True)
class PastRates:
    """Reference rates of some leads, by signal.

    Attributes:
        rates: Rates per lead and signal.
        contradicted: Where the points contradict the rate, per lead and signal.
        typical: Conversion rate of all past leads.
    """

    rates: RateLookup
    contradicted: Mask
    typical: float


class Reasoner:
    """Writes the reasons of scores by one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle) -> None:
        self._signals, self._reference, self._phrases = bundle.spec.signals, bundle.evidence, Phrases(bundle.spec)
        self.wording = self._phrases.wording
        self._in_part = _rates_in_part(bundle)
        self._segments = segment_texts(bundle.evidence, bundle.spec, self._phrases.wording) if bundle.evidence else ()

    def past_rates(self, matrix: Floats, explained: Explained) -> PastRates | None:
        """The reference rates of the rows; None if the bundle has none."""
        if self._reference is None:
            return None
        found, typical = look_up_rates(self._reference, matrix), self._reference.typical
        return PastRates(found, contradicts_rate(explained.points.signals, found.rates, typical), typical)

    def reasons(self, facts: Facts, explained: Explained, past: PastRates | None) -> tuple[Reason, ...]:
        """The reasons of one lead: its strongest signals, without those that have no points."""
        points, strongest = explained.points.signals[facts.position], explained.strongest[facts.position]
        without = explained.probability_without[facts.position]
        return tuple(
            replace(self._reason(signal, int(points[signal]), facts, past), probability_without=float(without[signal]))
            for signal in strongest
            if points[signal]
        )

    def sentences(self, facts: Facts, explained: Explained) -> tuple[str, ...]:
        """The plain sentence of each of one lead's reasons, without its rate, in the order of the reasons."""
        points, strongest = explained.points.signals[facts.position], explained.strongest[facts.position]
        return tuple(self._phrases.say(self._signals[signal], facts)[1] for signal in strongest if points[signal])

    def _reason(self, position: int, points: int, facts: Facts, past: PastRates | None) -> Reason:
        signal = self._signals[position]
        value, text = self._phrases.say(signal, facts)
        if past is None or not past.rates.leads[facts.position, position]:
            return Reason(signal.label, signal.axis, points, value, text)
        evidence = self._evidence_of(past, facts.position, position)
        wording, contradicted = self._phrases.wording, bool(past.contradicted[facts.position, position])
        # rates that read alike do not contradict each other for a reader
        together = contradicted and wording.share(evidence.rate) != wording.share(past.typical)
        text = with_rate(wording, text, evidence, contradicted=together, in_part=self._in_part[position])
        return Reason(signal.label, signal.axis, points, value, text, evidence=evidence, together=together)

    def _evidence_of(self, past: PastRates, lead: int, signal: int) -> Evidence:
        return Evidence(
            rate=float(past.rates.rates[lead, signal]),
            n=int(past.rates.leads[lead, signal]),
            typical=past.typical,
            such=self._segments[signal][past.rates.cells[lead, signal]],
        )


def _rates_in_part(bundle: Bundle) -> tuple[bool, ...]:
    """Per signal, whether its rates are by one of several features in its sentence, such as hour and weekday."""
    features = Counter(feature.signal for feature in bundle.spec.features)
    rates = bundle.evidence.rates if bundle.evidence else (None,) * len(bundle.spec.signals)
    return tuple(
        by_value is not None and len(by_value.bins) == 1 and features[signal.name] > 1
        for signal, by_value in zip(bundle.spec.signals, rates, strict=True)
    )
