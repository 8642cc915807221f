"""The feature matrix: the one implementation that training, batch scoring and a single request share."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, LevelCodes, Mask, Moments
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots, email_kind
from leadscore.model.features.spec import TYPE, Feature, FeatureSpec, InputColumn
from leadscore.model.features.windows import Selection, WindowBlock, blocks
from leadscore.model.timestamps import DAY, NEVER

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def feature_matrix(spec: FeatureSpec, leads: LeadTable, events: EventLog, snapshots: Snapshots) -> Floats:
    """The features of each snapshot.

    Args:
        spec: What to compute.
        leads: The leads; a column that the spec does not name has no effect, a missing one counts as unknown.
        events: The leads' events; those at or after a snapshot's moment have no effect on it.
        snapshots: Which leads, and as of when.

    Returns:
        A float64 matrix with one row per snapshot and one column per feature of the spec; NaN where unknown.
    """
    matrix = np.full((len(snapshots), len(spec.features)), np.nan)
    from_events = []
    for position, feature in enumerate(spec.features):
        if feature.kind in _FROM_LEADS:
            matrix[:, position] = _lead_feature(spec, feature, leads, snapshots)
        else:
            from_events.append(position)
    if from_events:
        for rows, block in blocks(events, snapshots):
            _fill(matrix, rows, block, [(position, spec.features[position]) for position in from_events])
    return matrix


def known_at(column: InputColumn, leads: LeadTable, snapshots: Snapshots) -> Mask:
    """Per snapshot, whether the column's values were known at its moment."""
    if column.known_after is None:
        return np.ones(len(snapshots), dtype=bool)
    if isinstance(column.known_after, int):
        old_enough: Mask = snapshots.age_days(leads) >= column.known_after
        return old_enough
    known_from = leads.columns.get(column.known_after, np.full(len(leads), NEVER))[snapshots.lead]
    passed: Mask = (known_from != NEVER) & (known_from < snapshots.as_of)
    return passed


def _lead_feature(spec: FeatureSpec, feature: Feature, leads: LeadTable, snapshots: Snapshots) -> Floats:
    values = _FROM_LEADS[feature.kind](feature, leads, snapshots)
    column = next((c for c in spec.columns if c.name == feature.source), None)
    return values if column is None else np.where(known_at(column, leads, snapshots), values, np.nan)


def _numeric(feature: Feature, leads: LeadTable, snapshots: Snapshots) -> Floats:
    if feature.source not in leads.columns:
        return np.full(len(snapshots), np.nan)
    values = leads.columns[feature.source].astype(np.float64)
    return np.where(np.isfinite(values), values, np.nan)[snapshots.lead]


def _category(feature: Feature, leads: LeadTable, snapshots: Snapshots) -> Floats:
    return _codes(feature, leads.columns.get(feature.source), len(leads))[snapshots.lead]


def _email_kind(feature: Feature, leads: LeadTable, snapshots: Snapshots) -> Floats:
    addresses = leads.columns.get(feature.source)
    kinds = None if addresses is None else np.array([email_kind(address) for address in addresses], dtype=object)
    return _codes(feature, kinds, len(leads))[snapshots.lead]


def _codes(feature: Feature, values: NDArray[Any] | None, n_leads: int) -> Floats:
    if values is None:
        return np.full(n_leads, np.nan)
    cells = values.tolist()
    codes = {value: np.nan if value is None else feature.code(value) for value in {*cells}}
    return np.array([codes[value] for value in cells], dtype=np.float64)


def _days_since(feature: Feature, leads: LeadTable, snapshots: Snapshots) -> Floats:
    if feature.source not in leads.columns:
        return np.full(len(snapshots), np.nan)
    date: Moments = leads.columns[feature.source][snapshots.lead]
    # a date after the snapshot could still change, so it is not known yet
    known = (date != NEVER) & (date < snapshots.as_of)
    return np.where(known, (snapshots.as_of - np.where(known, date, 0)) / DAY, np.nan)


def _age(feature: Feature, leads: LeadTable, snapshots: Snapshots) -> Floats:
    return snapshots.age_days(leads)


def _calendar(feature: Feature, leads: LeadTable, snapshots: Snapshots) -> Floats:
    if leads.created_at is None:
        return np.full(len(snapshots), np.nan)
    created = leads.created_at[snapshots.lead]
    return _CALENDAR[feature.kind](created).astype(np.float64)


def _month_of(created: Moments) -> NDArray[np.datetime64]:
    return created.view("datetime64[us]").astype("datetime64[M]")


def _day_of_month(created: Moments) -> NDArray[Any]:
    return created // DAY - _month_of(created).astype("datetime64[D]").astype(np.int64) + 1


_CALENDAR: dict[str, Callable[[Moments], NDArray[Any]]] = {
    "hour": lambda created: created % DAY // (DAY // 24),
    "weekday": lambda created: (created // DAY + 3) % 7,  # 1970-01-01 was a Thursday
    "day_of_month": _day_of_month,
    "month": lambda created: _month_of(created).astype(np.int64) % 12 + 1,
}

_FROM_LEADS: dict[str, Callable[[Feature, LeadTable, Snapshots], Floats]] = {
    "numeric": _numeric,
    "category": _category,
    "email_kind": _email_kind,
    "days_since": _days_since,
    "age": _age,
    **dict.fromkeys(_CALENDAR, _calendar),
}


def _fill(matrix: Floats, rows: Integers, block: WindowBlock, wanted: list[tuple[int, Feature]]) -> None:
    of_selected = [item for item in wanted if item[1].kind in _FROM_SELECTED]
    for source, features in groupby(sorted(of_selected, key=_source), key=_source):
        chosen = block.select(source)  # one source at a time, for all its features, so that memory stays bounded
        for position, feature in features:
            matrix[rows, position] = _FROM_SELECTED[feature.kind](block, chosen, feature.window_days)
    for position, feature in wanted:
        if feature.kind in _FROM_ALL:
            matrix[rows, position] = _FROM_ALL[feature.kind](block, feature)


def _source(item: tuple[int, Feature]) -> str:
    return item[1].source


_FROM_SELECTED: dict[str, Callable[[WindowBlock, Selection, int | None], Floats]] = {
    "count": lambda block, chosen, days: block.count(chosen, days),
    "recency": lambda block, chosen, days: block.recency(chosen),
    "value_sum": lambda block, chosen, days: block.value_sum(chosen, days),
}


def _event_code(block: WindowBlock, feature: Feature) -> Floats:
    coded = block.types if feature.source == TYPE else block.coded(feature.source)
    codes: LevelCodes = block.first(coded) if feature.kind == "first" else block.last(coded)
    table = _codes(feature, np.array([*coded.levels, None], dtype=object), len(coded.levels) + 1)
    return table[codes]  # code -1 picks the last entry, None


_FROM_ALL: dict[str, Callable[[WindowBlock, Feature], Floats]] = {
    "distinct_days": lambda block, feature: block.distinct_days(feature.window_days),
    "trend": lambda block, feature: block.trend(feature.window_days or 7),
    "first": _event_code,
    "last": _event_code,
    "distinct": lambda block, feature: block.distinct(block.coded(feature.source)),
}

MISSING: Mapping[str, Any] = {"f": np.nan, "i": NEVER, "O": None}
"""What stands for a value that is not known, by the kind of array it is in."""


def known_values(column: InputColumn, leads: LeadTable, snapshots: Snapshots) -> NDArray[Any]:
    """The column's value per snapshot, missing where it was not known yet at its moment.

    A date after the snapshot counts as missing, too. The leads must have the column.
    """
    values = leads.columns[column.name][snapshots.lead]
    known = known_at(column, leads, snapshots)
    if values.dtype.kind == "i" and leads.created_at is not None:
        known &= values < snapshots.as_of
    return np.where(known, values, MISSING[values.dtype.kind])
