"""What advice can be about: columns whose cell can be edited, and kinds of events of which there can be one more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.features.wording import spoken
from leadscore.model.scoring.wording import Wording

_OF_EVENTS = frozenset({"count", "recency", "value_sum"})

Wanted = Callable[[Signal], bool]


@dataclass(frozen=True)
class Column:
    """A lead column as the model reads it: one feature, which is a signal of its own."""

    position: int
    feature: Feature
    signal: Signal

    def stands_for_others(self, value: float) -> bool:
        """Whether a value is the code of all values that are too rare to be told apart."""
        return self.feature.categorical and value >= len(self.feature.levels)

    def in_words(self, value: float, wording: Wording) -> str:
        """A known value of it, other than that of all the rare ones, as people read it."""
        if self.feature.kind == "email_kind":
            return wording.say(f"reasons.email_{self.feature.levels[int(value)]}")
        if self.feature.categorical:
            return spoken(self.feature.levels[int(value)])
        return wording.ago(value) if self.feature.kind == "days_since" else wording.number(value)


@dataclass(frozen=True)
class EventKind:
    """A kind of event that has features of its own."""

    type: str
    signal: Signal


def columns_of(spec: FeatureSpec, wanted: Wanted) -> Iterator[Column]:
    """The columns whose signals are wanted, in the order of the features."""
    for position in spec.column_positions:
        signal = spec.signals[spec.signal_positions[position]]
        if wanted(signal):
            yield Column(position, spec.features[position], signal)


def event_kinds_of(spec: FeatureSpec, wanted: Wanted) -> tuple[EventKind, ...]:
    """The kinds of events whose signals are wanted, each once, in the order of the features."""
    found = {}
    for position, feature in enumerate(spec.features):
        signal = spec.signals[spec.signal_positions[position]]
        if feature.kind in _OF_EVENTS and feature.source and wanted(signal):
            found[feature.source] = EventKind(feature.source, signal)
    return tuple(found.values())
