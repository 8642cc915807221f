"""The reasons of scored leads: the strongest signals in words, with the reference rate of past leads like them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from leadscore.model.arrays import Floats, Mask
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Evidence, Reason
from leadscore.model.scoring.explaining import Explained
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.rates import RateLookup, contradicts_rate, look_up_rates, segment_texts
from leadscore.model.scoring.reasons import columns
from leadscore.model.scoring.reasons.activity import KINDS, activity_of
from leadscore.model.scoring.reasons.columns import Describe, Described, Facts, Subject


@dataclass(frozen=True)
class Phrases:
    """Turns facts into a value and a sentence, signal by signal, in the words of a model's readers."""

    spec: FeatureSpec

    def say(self, signal: Signal, facts: Facts) -> Described:
        """The signal's value and a plain sentence about it; a value nobody knows is None."""
        tell, positions = self._tellers[signal.name]
        return tell(facts.row[positions].tolist(), facts)

    @cached_property
    def wording(self) -> Wording:
        """The phrases that the sentences are made from."""
        return wording_of(self.spec)

    @cached_property
    def _tellers(self) -> dict[str, tuple[Describe, list[int]]]:
        return {signal.name: self._teller(signal) for signal in self.spec.signals}

    def _teller(self, signal: Signal) -> tuple[Describe, list[int]]:
        own = [
            (position, feature) for position, feature in enumerate(self.spec.features) if feature.signal == signal.name
        ]
        features = tuple(feature for _, feature in own)
        return _tell(Subject(signal, features, self.wording)), [position for position, _ in own]


def _tell(subject: Subject) -> Describe:
    if any(feature.kind in KINDS for feature in subject.features):
        return activity_of(subject).tell
    return partial(_TELLS[subject.features[0].kind], subject)


_TELLS: dict[str, Callable[[Subject, list[float], Facts], Described]] = {
    "numeric": columns.numeric,
    "category": columns.category,
    "email_kind": columns.email_kind,
    "days_since": columns.days_since,
    "age": columns.age,
    "hour": columns.calendar,
    "weekday": columns.calendar,
    "day_of_month": columns.calendar,
    "month": columns.calendar,
    "first": columns.first_or_last,
    "last": columns.first_or_last,
    "distinct": columns.distinct,
    "trend": columns.trend,
}


def with_evidence(wording: Wording, sentence: str, evidence: Evidence, *, together: bool, in_part: bool = False) -> str:
    """A sentence with its evidence.

    Args:
        wording: The phrases of the readers' language.
        sentence: What is true of the lead.
        evidence: How many of the past leads of which it was true converted.
        together: Whether the points go against that rate, so that other facts must have a part in them.
        in_part: Whether the past leads share only a part of what the sentence says, which ``such`` then names.
    """
    plain = sentence.removesuffix(".")
    told = wording.say(
        "evidence.rate_after_colon" if ":" in plain else "evidence.rate",
        sentence=plain,
        rate=wording.share(evidence.rate),
        leads=evidence.n,
        typical=wording.share(evidence.typical),
    )
    if in_part:
        told = wording.say("evidence.counted", sentence=told, such=evidence.such)
    return wording.say("evidence.together", sentence=told) if together else told


@dataclass(frozen=True)
class Precedents:
    """What was seen of past leads like some new ones.

    Attributes:
        seen: Rates per lead and signal.
        against: Where the points contradict them.
        typical: The rate of all past leads.
    """

    seen: RateLookup
    against: Mask
    typical: float


class Reasoner:
    """Tells the reasons of scores by one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle) -> None:
        self._signals, self._evidence, self._phrases = bundle.spec.signals, bundle.evidence, Phrases(bundle.spec)
        self._in_part = _told_in_part(bundle)
        self._such = segment_texts(bundle.evidence, bundle.spec, self._phrases.wording) if bundle.evidence else ()

    def precedents(self, matrix: Floats, explained: Explained) -> Precedents | None:
        """What was seen of past leads like those in the rows; None by a bundle that does not tell."""
        if self._evidence is None:
            return None
        found, typical = look_up_rates(self._evidence, matrix), self._evidence.typical
        return Precedents(found, contradicts_rate(explained.points.signals, found.rates, typical), typical)

    def reasons(self, facts: Facts, explained: Explained, past: Precedents | None) -> tuple[Reason, ...]:
        """The strongest signals of one lead, as far as they have points."""
        points, strongest = explained.points.signals[facts.position], explained.strongest[facts.position]
        return tuple(self._reason(signal, int(points[signal]), facts, past) for signal in strongest if points[signal])

    def _reason(self, position: int, points: int, facts: Facts, past: Precedents | None) -> Reason:
        signal = self._signals[position]
        value, text = self._phrases.say(signal, facts)
        if past is None or not past.seen.leads[facts.position, position]:
            return Reason(signal.label, signal.axis, points, value, text)
        evidence = self._shown(past, facts.position, position)
        wording, against = self._phrases.wording, bool(past.against[facts.position, position])
        # rates that read alike contradict nothing that anybody could see
        together = against and wording.share(evidence.rate) != wording.share(past.typical)
        told = with_evidence(wording, text, evidence, together=together, in_part=self._in_part[position])
        return Reason(signal.label, signal.axis, points, value, told, evidence, together)

    def _shown(self, past: Precedents, lead: int, signal: int) -> Evidence:
        return Evidence(
            rate=float(past.seen.rates[lead, signal]),
            n=int(past.seen.leads[lead, signal]),
            typical=past.typical,
            such=self._such[signal][past.seen.cells[lead, signal]],
        )


def _told_in_part(bundle: Bundle) -> tuple[bool, ...]:
    """Per signal, whether its rates go by one of the features that its sentence speaks of, as of hour and weekday."""
    features = Counter(feature.signal for feature in bundle.spec.features)
    rates = bundle.evidence.rates if bundle.evidence else (None,) * len(bundle.spec.signals)
    return tuple(
        told is not None and len(told.bins) == 1 and features[signal.name] > 1
        for signal, told in zip(bundle.spec.signals, rates, strict=True)
    )
