"""The reasons of scored leads: a sentence for each of the strongest signals, with its reference rate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Reason
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.points import Explained
from leadscore.model.scoring.rates import RateLookup
from leadscore.model.scoring.reasons import sentences
from leadscore.model.scoring.reasons.proof import Prover
from leadscore.model.scoring.reasons.sentences import KINDS, Describe, Described, Facts, Subject, activity_of


@dataclass(frozen=True)
class Phrases:
    """Turns the facts about a lead into a value and a sentence, signal by signal, in the readers' language."""

    spec: FeatureSpec

    def say(self, signal: Signal, facts: Facts, *, part: int | None = None) -> Described:
        """The signal's value and a plain sentence about it; a missing value is None.

        Args:
            signal: The signal.
            facts: What is known of the lead.
            part: The one feature that the sentence is to be about; None is all of the signal's.
        """
        if part is None:
            describe, positions = self._describers[signal.name]
        else:
            describe, positions = self._describers_of_parts[part]
        return describe(facts.row[positions].tolist(), facts)

    @cached_property
    def wording(self) -> Wording:
        """The phrases that the sentences are made from."""
        return wording_of(self.spec)

    @cached_property
    def category_positions(self) -> dict[str, int]:
        """The position of the feature of each signal that is a category."""
        return {f.signal: position for position, f in enumerate(self.spec.features) if f.kind == "category"}

    @cached_property
    def _describers(self) -> dict[str, tuple[Describe, list[int]]]:
        return {signal.name: self._describer(signal) for signal in self.spec.signals}

    @cached_property
    def _describers_of_parts(self) -> dict[int, tuple[Describe, list[int]]]:
        signals = {signal.name: signal for signal in self.spec.signals}
        return {
            position: (_describe(Subject(signals[feature.signal], (feature,), self.wording)), [position])
            for position, feature in enumerate(self.spec.features)
        }

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


class Reasoner:
    """Writes the reasons of scores by one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle) -> None:
        self._signals, self._phrases, reference = bundle.spec.signals, Phrases(bundle.spec), bundle.evidence
        self.wording = self._phrases.wording
        self._prover = None if reference is None else Prover(reference, bundle.spec, self.wording)
        self._by_part = frozenset[int]() if reference is None else reference.told_by_part

    def past_rates(self, matrix: Floats, explained: Explained) -> RateLookup | None:
        """The reference rates of the rows' strongest signals; None if the bundle has none."""
        return None if self._prover is None else self._prover.look_up(matrix, explained)

    def reasons(self, facts: Facts, explained: Explained, past: RateLookup | None) -> tuple[Reason, ...]:
        """The reasons of one lead: its strongest signals, without those that have no points."""
        points = explained.points.signals[facts.position]
        return tuple(
            self._reason(rank, facts, explained, past)
            for rank, signal in enumerate(explained.strongest[facts.position])
            if points[signal]
        )

    def sentences(self, facts: Facts, explained: Explained) -> tuple[str, ...]:
        """The plain sentence of each of one lead's reasons, without its rate, in the order of the reasons."""
        points, strongest = explained.points.signals[facts.position], explained.strongest[facts.position]
        return tuple(self._described(int(signal), facts, explained)[1] for signal in strongest if points[signal])

    def _described(self, position: int, facts: Facts, explained: Explained) -> Described:
        """A signal's value and sentence, of parts of a date about the one that carries the lead's points."""
        part = int(explained.carrying[position][facts.position]) if position in self._by_part else None
        return self._phrases.say(self._signals[position], facts, part=part)

    def _reason(self, rank: int, facts: Facts, explained: Explained, past: RateLookup | None) -> Reason:
        lead = facts.position
        position = int(explained.strongest[lead, rank])
        signal = self._signals[position]
        value, text = self._described(position, facts, explained)
        evidence = None
        if self._prover is not None and past is not None and not self._is_new(signal, facts):
            evidence = self._prover.evidence(past, (lead, rank), facts.row)
            if evidence is not None:
                text = self._prover.with_rate(text, evidence, int(past.places[lead, rank]))
        return Reason(
            signal=signal.label,
            axis=signal.axis,
            points=int(explained.points.signals[lead, position]),
            value=value,
            text=text,
            probability_without=float(explained.probability_without[lead, position]),
            evidence=evidence,
        )

    def _is_new(self, signal: Signal, facts: Facts) -> bool:
        """Whether the lead's value was never seen: no past leads are such leads."""
        position = self._phrases.category_positions.get(signal.name)
        return position is not None and self._phrases.spec.features[position].is_new_code(float(facts.row[position]))
