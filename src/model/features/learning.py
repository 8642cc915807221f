"""Learning a feature specification: which features the training snapshots can support."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Axis, ColumnSettings
from leadscore.model.features.emails import KINDS
from leadscore.model.features.events import Coded, EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import WEEKDAYS, feature_matrix, known_at
from leadscore.model.features.spec import (
    TYPE,
    ColumnRole,
    EventKind,
    Feature,
    FeatureSpec,
    InputColumn,
    LeadKind,
    Signal,
)
from leadscore.model.features.wording import label_of
from leadscore.model.moments import DAY

WINDOWS_DAYS = (1, 3, 7, 14, 30, 90, None)
VALUE_WINDOWS_DAYS = (7, 30, 90, None)
TREND_WINDOWS_DAYS = (7, 30)

CALENDAR_CYCLES_DAYS: dict[LeadKind, int] = {"hour": 1, "weekday": 7, "day_of_month": 31, "month": 366}
"""A calendar part is a date in disguise until the leads have seen its whole cycle twice."""

_MIN_LEADS_PER_LEVEL = 10
_MAX_LEVELS = 250
_MAX_EVENT_TYPES = 40
_CONTEXT_NAMES = (
    "source",
    "campaign",
    "channel",
    "medium",
    "utm",
    "referrer",
    "origin",
    "landing",
    "kanal",
    "quelle",
)


def learn_spec(
    leads: LeadTable,
    events: EventLog,
    snapshots: Snapshots,
    columns: Mapping[str, ColumnSettings],
) -> FeatureSpec:
    """The features that these snapshots support.

    Levels and event types are those that at least ten of the leads show before their snapshots. Features that
    never vary over the snapshots, or equal an earlier feature everywhere, are left out.

    Args:
        leads: The training leads.
        events: Their events.
        snapshots: The training snapshots; nothing at or after their moments is looked at.
        columns: The columns the model may learn from, as configured.
    """
    seen_leads = np.unique(snapshots.lead)
    dated = leads.created_at is not None
    inputs = tuple(_input_column(name, column, leads, snapshots) for name, column in columns.items())
    gates = {column.known_after for column in inputs if isinstance(column.known_after, str)} - columns.keys()
    inputs += tuple(InputColumn(name, "date") for name in sorted(gates))
    spec = FeatureSpec(inputs, (), (), dated, has_events=len(events) > 0)
    pairs = [*_column_features([column for column in inputs if column.name in columns], columns, dated=dated)]
    if dated:
        pairs += _calendar_features(leads, seen_leads)
    if len(events):
        visible = _visible(events, snapshots)
        types = tuple(sorted(_frequent(events.type, events, visible, _MAX_EVENT_TYPES)))
        spec = replace(spec, event_types=types, event_attributes=tuple(events.attributes))
        pairs += _event_features(events, visible, types)
    signals = {signal.name: signal for signal, _ in pairs}
    candidate = replace(spec, signals=tuple(signals.values()), features=tuple(feature for _, feature in pairs))
    return candidate.keep(_informative(feature_matrix(candidate, leads, events, snapshots)))


def _input_column(name: str, column: ColumnSettings, leads: LeadTable, snapshots: Snapshots) -> InputColumn:
    role: ColumnRole = column.role  # type: ignore[assignment]  # the caller passes feature roles only
    without_levels = InputColumn(name, role, (), column.known_after)
    if role != "category":
        return without_levels
    showing = np.unique(snapshots.lead[known_at(without_levels, leads, snapshots)])
    counts = Counter(value for value in leads.columns[name][showing].tolist() if value is not None)
    return replace(without_levels, levels=tuple(sorted(_most_common(counts, _MAX_LEVELS))))


def _most_common(counts: Mapping[str, int], limit: int) -> list[str]:
    enough = [(level, count) for level, count in counts.items() if count >= _MIN_LEADS_PER_LEVEL]
    return [level for level, _ in sorted(enough, key=lambda item: (-item[1], item[0]))[:limit]]


def _column_features(
    inputs: list[InputColumn], columns: Mapping[str, ColumnSettings], *, dated: bool
) -> Iterator[tuple[Signal, Feature]]:
    for column in inputs:
        settings = columns[column.name]
        # columns may be called anything, so they get names that no event and no part of a date can have
        name = f"column.{column.name}"
        signal = Signal(name, settings.label or label_of(column.name), settings.axis or _axis(column.name))
        if column.role == "numeric":
            yield signal, Feature(name, name, "numeric", column.name)
        elif column.role == "category" and column.levels:
            yield signal, Feature(name, name, "category", column.name, levels=column.levels)
        elif column.role == "email":
            label = settings.label or "Kind of e-mail address"
            yield replace(signal, label=label), Feature(name, name, "email_kind", column.name, levels=KINDS)
        elif column.role == "date" and dated:
            yield signal, Feature(name, name, "days_since", column.name)


def _axis(column: str) -> Axis:
    return "context" if any(part in column.lower() for part in _CONTEXT_NAMES) else "fit"


def _calendar_features(leads: LeadTable, seen_leads: NDArray[np.int64]) -> Iterator[tuple[Signal, Feature]]:
    yield Signal("lead.age", "Age of the lead", "context"), Feature("lead.age_days", "lead.age", "age")
    created = leads.created_at[seen_leads] if leads.created_at is not None else np.zeros(0, np.int64)
    span_days = (int(created.max()) - int(created.min())) / DAY if len(created) else 0.0
    signal = Signal("lead.created_at", "When the lead came in", "context")
    for part, cycle_days in CALENDAR_CYCLES_DAYS.items():
        if span_days >= 2 * cycle_days:
            levels = WEEKDAYS if part == "weekday" else ()
            yield signal, Feature(f"lead.{part}", signal.name, part, levels=levels)


def _visible(events: EventLog, snapshots: Snapshots) -> NDArray[np.bool_]:
    """Which events lie before the latest snapshot of their lead."""
    latest = np.full(len(events.offsets) - 1, np.iinfo(np.int64).min)
    np.maximum.at(latest, snapshots.lead, snapshots.as_of)
    return events.occurred_at < np.repeat(latest, np.diff(events.offsets))


def _frequent(coded: Coded, events: EventLog, visible: NDArray[np.bool_], limit: int) -> list[str]:
    """The values that at least ten leads show, most frequent first."""
    lead = np.repeat(np.arange(len(events.offsets) - 1), np.diff(events.offsets))
    known = visible & (coded.codes >= 0)
    pairs = np.unique(lead[known] * max(len(coded.levels), 1) + coded.codes[known])
    counts = np.bincount(pairs % max(len(coded.levels), 1), minlength=len(coded.levels))
    return _most_common({level: int(counts[code]) for code, level in enumerate(coded.levels)}, limit)


def _event_features(
    events: EventLog, visible: NDArray[np.bool_], types: tuple[str, ...]
) -> Iterator[tuple[Signal, Feature]]:
    yield from _activity_features()
    has_value = visible & np.isfinite(events.value) & (events.value != 0)
    with_value = {events.type.levels[code] for code in np.unique(events.type.codes[has_value])}
    for event_type in types:
        signal = Signal(f"event.{event_type}", label_of(event_type), "interest")
        yield from _window_features(signal, event_type)
        if event_type in with_value:
            for days in VALUE_WINDOWS_DAYS:
                yield (
                    signal,
                    Feature(f"{signal.name}.value.{_window(days)}", signal.name, "value_sum", event_type, days),
                )
    yield from _edge_features("Kind of event", TYPE, types)
    for attribute, coded in events.attributes.items():
        levels = tuple(sorted(_frequent(coded, events, visible, _MAX_LEVELS)))
        yield from _edge_features(label_of(attribute), attribute, levels)
        signal = Signal(f"event.distinct.{attribute}", f"Different values of {label_of(attribute).lower()}", "interest")
        yield signal, Feature(signal.name, signal.name, "distinct", attribute)


def _activity_features() -> Iterator[tuple[Signal, Feature]]:
    signal = Signal("activity", "Activity overall", "interest")
    yield from _window_features(signal, "")
    for days in WINDOWS_DAYS:
        yield signal, Feature(f"activity.days.{_window(days)}", signal.name, "distinct_days", "", days)
    for days in TREND_WINDOWS_DAYS:
        yield signal, Feature(f"activity.trend.{_window(days)}", signal.name, "trend", "", days)


def _window_features(signal: Signal, source: str) -> Iterator[tuple[Signal, Feature]]:
    for days in WINDOWS_DAYS:
        yield signal, Feature(f"{signal.name}.count.{_window(days)}", signal.name, "count", source, days)
    yield signal, Feature(f"{signal.name}.recency_days", signal.name, "recency", source)


def _edge_features(label: str, source: str, levels: tuple[str, ...]) -> Iterator[tuple[Signal, Feature]]:
    kinds: tuple[EventKind, ...] = ("first", "last")
    for kind in kinds:
        if levels:
            signal = Signal(f"event.{kind}.{source}", f"{label}, {kind}", "interest")
            yield signal, Feature(signal.name, signal.name, kind, source, levels=levels)


def _window(days: int | None) -> str:
    return "ever" if days is None else f"{days}d"


def _informative(matrix: NDArray[np.float64]) -> list[int]:
    seen: set[bytes] = set()
    kept = []
    for position in range(matrix.shape[1]):
        column = np.ascontiguousarray(matrix[:, position])
        varies = len(column) > 0 and not ((column == column[0]) | (np.isnan(column) & np.isnan(column[0]))).all()
        if varies and (content := column.tobytes()) not in seen:
            seen.add(content)
            kept.append(position)
    return kept
