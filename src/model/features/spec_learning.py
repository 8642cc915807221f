"""Learns a feature specification from training snapshots, and adds the columns that only gates need."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers
from leadscore.model.config import ColumnSettings, Config, EventTypeSettings, gate_columns
from leadscore.model.features.column_facts import learn_facts
from leadscore.model.features.event_features import event_features, frequent_types, visible_events
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import KINDS, LeadTable, Snapshots
from leadscore.model.features.levels import Levels, learn_levels
from leadscore.model.features.matrix import WEEKDAYS, feature_matrix, known_at
from leadscore.model.features.signals import column_signal
from leadscore.model.features.spec import ColumnRole, Feature, FeatureSpec, InputColumn, LeadKind, Signal
from leadscore.model.timestamps import DAY
from leadscore.model.values import comparison_key


def with_gate_columns(spec: FeatureSpec, config: Config) -> FeatureSpec:
    """The specification with the columns of gates added that no feature reads; ``learned`` is False for these.

    A gate may also look at a column that was excluded as a leak.
    """
    read = {column.name for column in spec.columns}
    gated = [column for column in _gated(config) if column.name not in read]
    dates = {column.known_after for column in gated if isinstance(column.known_after, str)}
    known = read | {column.name for column in gated}
    gated += [InputColumn(name, "date", learned=False) for name in sorted(dates - known)]
    return replace(spec, columns=(*spec.columns, *gated))


def with_facts(spec: FeatureSpec, leads: LeadTable, config: Config) -> FeatureSpec:
    """The specification that knows what each column held in these leads, where it knows nothing of it yet.

    The values themselves are kept only of columns that gates look at.
    """
    gated = gate_columns(config)
    return replace(spec, columns=tuple(_with_facts(spec, c, leads, values=c.name in gated) for c in spec.columns))


def _with_facts(spec: FeatureSpec, column: InputColumn, leads: LeadTable, *, values: bool) -> InputColumn:
    if column.name not in leads.columns or (column.facts is not None and not values):
        return column
    found = leads.columns[column.name]
    facts = replace(learn_facts(found), new=new_share(spec.category_of(column.name), found))
    return replace(column, facts=facts if values else replace(facts, values=()))


def new_share(feature: Feature | None, values: NDArray[Any]) -> float:
    """The share of leads whose value is new to a category; 0 for a column that is none."""
    if feature is None or not len(values):
        return 0.0
    counts = Counter(value for value in values.tolist() if value is not None)
    return sum(count for value, count in counts.items() if feature.is_new(value)) / len(values)


def _gated(config: Config) -> Iterator[InputColumn]:
    for name, role in gate_columns(config).items():
        settings: ColumnSettings | None = config.columns.get(name)
        if settings is None:
            yield InputColumn(name, role, learned=False)
        else:
            known_after, label = settings.known_after, settings.label
            yield InputColumn(name, role, known_after=known_after, learned=False, label=label)


CALENDAR_CYCLES_DAYS: dict[LeadKind, int] = {"hour": 1, "weekday": 7, "day_of_month": 31, "month": 366}
"""A calendar part is a date in disguise until the leads have seen its whole cycle twice."""

_SIGNS = {None: 0, "increasing": 1, "decreasing": -1}


def learn_spec(
    leads: LeadTable,
    events: EventLog,
    snapshots: Snapshots,
    columns: Mapping[str, ColumnSettings],
    *,
    event_types: Mapping[str, EventTypeSettings] = MappingProxyType({}),
) -> FeatureSpec:
    """The specification of the features that these snapshots have enough data for.

    Levels and event types are those that at least ten of the leads have before their snapshots; levels that only three
    of them have are told apart by encodings alone. Features that never vary over the snapshots, or equal an earlier
    feature everywhere, are left out.

    Args:
        leads: The training leads.
        events: Their events.
        snapshots: The training snapshots; nothing at or after their moments is looked at.
        columns: The columns the model may learn from, as configured.
        event_types: The kinds of events that are described; only their sign matters here.
    """
    seen_leads = np.unique(snapshots.lead)
    dated = leads.created_at is not None
    levels = {name: _levels(name, column, leads, snapshots) for name, column in columns.items()}
    inputs = tuple(
        InputColumn(
            name,
            _role(column),
            levels[name].own,
            column.known_after,
            decimal=column.decimal,
            day_first=column.day_first,
        )
        for name, column in columns.items()
    )
    gates = {column.known_after for column in inputs if isinstance(column.known_after, str)} - columns.keys()
    inputs += tuple(InputColumn(name, "date") for name in sorted(gates))
    spec = FeatureSpec(inputs, (), (), dated, has_events=len(events) > 0)
    pairs = [*_column_features(columns, levels, dated=dated)]
    if dated:
        pairs += _calendar_features(leads, seen_leads)
    if len(events):
        visible = visible_events(events, snapshots)
        types = frequent_types(events, visible)
        spec = replace(spec, event_types=types, event_attributes=tuple(events.attributes))
        signs = {name: _SIGNS[settings.monotone] for name, settings in event_types.items()}
        pairs += event_features(events, visible, types, signs)
    signals = {signal.name: signal for signal, _ in pairs}
    candidate = replace(spec, signals=tuple(signals.values()), features=tuple(feature for _, feature in pairs))
    matrix = feature_matrix(candidate, leads, events, snapshots)
    return candidate.keep(_informative(matrix, candidate.features))


def edited_signs(
    spec: FeatureSpec, columns: Mapping[str, ColumnSettings], event_types: Mapping[str, EventTypeSettings]
) -> list[str]:
    """The keys by which a configuration asks for other orders or signs than these features have, sorted.

    Args:
        spec: The features of a model.
        columns: The columns as configured; those that are left out keep what they have.
        event_types: The kinds of events, likewise.
    """
    found = set()
    for feature in spec.features:
        column, event_type = columns.get(feature.source), event_types.get(feature.source)
        if feature.kind in ("numeric", "category") and column is not None:
            ordered = feature.levels if feature.ordered else ()
            found |= {f"`columns.{feature.source}.order`"} if column.order != ordered else set()
            found |= {f"`columns.{feature.source}.monotone`"} if _SIGNS[column.monotone] != feature.monotone else set()
        elif feature.kind == "count" and event_type is not None and _SIGNS[event_type.monotone] != feature.monotone:
            found.add(f"`event_types.{feature.source}.monotone`")
    return sorted(found)


def _role(column: ColumnSettings) -> ColumnRole:
    return column.role  # type: ignore[return-value]  # the caller passes feature roles only


def _levels(name: str, column: ColumnSettings, leads: LeadTable, snapshots: Snapshots) -> Levels:
    """What is told apart of a category; nothing of a column of another role."""
    if column.role != "category" or column.order:
        keys = {comparison_key(level) for level in column.order}
        return Levels(column.order, compared="folded" if len(keys) == len(column.order) else "exact")
    input_column = InputColumn(name, "category", known_after=column.known_after)
    showing = np.unique(snapshots.lead[known_at(input_column, leads, snapshots)])
    return learn_levels(name, Counter(value for value in leads.columns[name][showing].tolist() if value is not None))


def _column_features(
    columns: Mapping[str, ColumnSettings], levels: Mapping[str, Levels], *, dated: bool
) -> Iterator[tuple[Signal, Feature]]:
    for source, settings in columns.items():
        signal = column_signal(source, settings)
        name = signal.name
        if settings.role == "numeric":
            yield signal, Feature(name, name, "numeric", source, monotone=_SIGNS[settings.monotone])
        elif settings.role == "category" and (levels[source].own or levels[source].rare):
            sign, ordered = _SIGNS[settings.monotone], bool(settings.order)
            feature = Feature(name, name, "category", source, monotone=sign, ordered=ordered)
            yield signal, feature.of_levels(levels[source])
        elif settings.role == "email":
            yield signal, Feature(name, name, "email_kind", source, levels=KINDS)
        elif settings.role == "date" and dated:
            yield signal, Feature(name, name, "days_since", source)


def _calendar_features(leads: LeadTable, seen_leads: Integers) -> Iterator[tuple[Signal, Feature]]:
    yield Signal("lead.age", "Age of the lead", "context"), Feature("lead.age_days", "lead.age", "age")
    created = leads.created_at[seen_leads] if leads.created_at is not None else np.zeros(0, np.int64)
    span_days = (int(created.max()) - int(created.min())) / DAY if len(created) else 0.0
    signal = Signal("lead.created_at", "When the lead came in", "context")
    for part, cycle_days in CALENDAR_CYCLES_DAYS.items():
        if span_days >= 2 * cycle_days:
            levels = WEEKDAYS if part == "weekday" else ()
            yield signal, Feature(f"lead.{part}", signal.name, part, levels=levels)


def _informative(matrix: Floats, features: Sequence[Feature]) -> list[int]:
    """The features that vary; of equal ones the first, but of equal windows over one source the one over all time.

    A count over all time has the simpler sentence: "twice", not "twice in the last 90 days". One whose sign is
    configured takes the place of one that is free.
    """
    kept: dict[bytes, int] = {}
    for position, feature in enumerate(features):
        column = np.ascontiguousarray(matrix[:, position])
        varies = len(column) > 0 and not ((column == column[0]) | (np.isnan(column) & np.isnan(column[0]))).all()
        content = column.tobytes()
        if varies and (content not in kept or _replaces(features[kept[content]], feature)):
            kept[content] = position
    return sorted(kept.values())


def _replaces(window: Feature, feature: Feature) -> bool:
    if window.monotone != feature.monotone:
        return window.monotone == 0
    same = (window.signal, window.kind, window.source) == (feature.signal, feature.kind, feature.source)
    return same and window.window_days is not None and feature.window_days is None
