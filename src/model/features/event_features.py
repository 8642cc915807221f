"""Chooses the event features of a model: which kinds of events get features of their own, and over which windows."""

from collections.abc import Iterator, Mapping

import numpy as np

from leadscore.model.arrays import Mask
from leadscore.model.features.events import Coded, EventLog
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.levels import Levels, learn_levels, most_common
from leadscore.model.features.signals import event_signal, label_of
from leadscore.model.features.spec import TYPE, EventKind, Feature, Signal

WINDOWS_DAYS = (1, 3, 7, 14, 30, 90, None)
VALUE_WINDOWS_DAYS = (7, 30, 90, None)
TREND_WINDOWS_DAYS = (7, 30)

_MAX_EVENT_TYPES = 40


def visible_events(events: EventLog, snapshots: Snapshots) -> Mask:
    """Which events lie before the latest snapshot of their lead."""
    latest = np.full(len(events.offsets) - 1, np.iinfo(np.int64).min)
    np.maximum.at(latest, snapshots.lead, snapshots.as_of)
    return events.occurred_at < np.repeat(latest, np.diff(events.offsets))


def frequent_types(events: EventLog, visible: Mask) -> tuple[str, ...]:
    """The kinds of events that at least ten leads have, sorted; at most forty."""
    return tuple(sorted(most_common(_leads_by_level(events.type, events, visible), limit=_MAX_EVENT_TYPES)))


def event_features(
    events: EventLog, visible: Mask, types: tuple[str, ...], signs: Mapping[str, int]
) -> Iterator[tuple[Signal, Feature]]:
    """The features over all events and over each type, and of the first and last event, with their signals.

    Args:
        events: All events.
        visible: Which of them lie before a snapshot of their lead.
        types: Kinds of events with features of their own.
        signs: By kind 1 or -1 where the score may only rise, or only fall, with its counts.
    """
    yield from _activity_features()
    has_value = visible & np.isfinite(events.value) & (events.value != 0)
    with_value = {events.type.levels[code] for code in np.unique(events.type.codes[has_value])}
    for event_type in types:
        signal = event_signal(event_type)
        yield from _window_features(signal, event_type, signs.get(event_type, 0))
        if event_type in with_value:
            for days in VALUE_WINDOWS_DAYS:
                yield (
                    signal,
                    Feature(f"{signal.name}.value.{_window(days)}", signal.name, "value_sum", event_type, days),
                )
    yield from _first_and_last_features("Kind of event", TYPE, Levels(types))
    for attribute, coded in events.attributes.items():
        levels = learn_levels(attribute, _leads_by_level(coded, events, visible))
        yield from _first_and_last_features(label_of(attribute), attribute, levels)
        signal = Signal(f"event.distinct.{attribute}", f"Different values of {label_of(attribute).lower()}", "interest")
        yield signal, Feature(signal.name, signal.name, "distinct", attribute)


def _activity_features() -> Iterator[tuple[Signal, Feature]]:
    signal = Signal("activity", "Activity overall", "interest")
    yield from _window_features(signal, "")
    for days in WINDOWS_DAYS:
        yield signal, Feature(f"activity.days.{_window(days)}", signal.name, "distinct_days", "", days)
    for days in TREND_WINDOWS_DAYS:
        yield signal, Feature(f"activity.trend.{_window(days)}", signal.name, "trend", "", days)


def _window_features(signal: Signal, source: str, sign: int = 0) -> Iterator[tuple[Signal, Feature]]:
    for days in WINDOWS_DAYS:
        yield signal, Feature(f"{signal.name}.count.{_window(days)}", signal.name, "count", source, days, monotone=sign)
    yield signal, Feature(f"{signal.name}.recency_days", signal.name, "recency", source)


def _first_and_last_features(label: str, source: str, levels: Levels) -> Iterator[tuple[Signal, Feature]]:
    kinds: tuple[EventKind, ...] = ("first", "last")
    for kind in kinds:
        if levels.own or levels.rare:
            signal = Signal(f"event.{kind}.{source}", f"{label}, {kind}", "interest")
            yield signal, Feature(signal.name, signal.name, kind, source).of_levels(levels)


def _window(days: int | None) -> str:
    return "ever" if days is None else f"{days}d"


def _leads_by_level(coded: Coded, events: EventLog, visible: Mask) -> dict[str, int]:
    """The number of leads that have each value."""
    lead = np.repeat(np.arange(len(events.offsets) - 1), np.diff(events.offsets))
    known = visible & (coded.codes >= 0)
    pairs = np.unique(lead[known] * max(len(coded.levels), 1) + coded.codes[known])
    counts = np.bincount(pairs % max(len(coded.levels), 1), minlength=len(coded.levels))
    return {level: int(counts[code]) for code, level in enumerate(coded.levels)}
