"""From signals to whoever tells of them: made once per model, so that a sentence costs a look-up and a format."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.scoring.reasons import arrivals, columns, edges
from leadscore.model.scoring.reasons.activity import KINDS, activity_of
from leadscore.model.scoring.reasons.facts import Facts, Subject, Tell, Told
from leadscore.model.scoring.wording import Wording, wording_of


@dataclass(frozen=True)
class Phrases:
    """Turns facts into a value and a sentence, signal by signal, in the words of a model's readers."""

    spec: FeatureSpec

    def say(self, signal: Signal, facts: Facts) -> Told:
        """The signal's value and a plain sentence about it; a value nobody knows is None."""
        tell, positions = self._tellers[signal.name]
        return tell(facts.row[positions].tolist(), facts)

    @cached_property
    def wording(self) -> Wording:
        """The phrases that the sentences are made from."""
        return wording_of(self.spec)

    @cached_property
    def _tellers(self) -> dict[str, tuple[Tell, list[int]]]:
        return {signal.name: self._teller(signal) for signal in self.spec.signals}

    def _teller(self, signal: Signal) -> tuple[Tell, list[int]]:
        own = [
            (position, feature) for position, feature in enumerate(self.spec.features) if feature.signal == signal.name
        ]
        features = tuple(feature for _, feature in own)
        return _tell(Subject(signal, features, self.wording)), [position for position, _ in own]


def _tell(subject: Subject) -> Tell:
    if any(feature.kind in KINDS for feature in subject.features):
        return activity_of(subject).tell
    return partial(_TELLS[subject.features[0].kind], subject)


_TELLS: dict[str, Callable[[Subject, list[float], Facts], Told]] = {
    "numeric": columns.numeric,
    "category": columns.category,
    "email_kind": columns.email_kind,
    "days_since": columns.days_since,
    "age": arrivals.age,
    "hour": arrivals.calendar,
    "weekday": arrivals.calendar,
    "day_of_month": arrivals.calendar,
    "month": arrivals.calendar,
    "first": edges.edge,
    "last": edges.edge,
    "distinct": edges.distinct,
    "trend": edges.trend,
}
