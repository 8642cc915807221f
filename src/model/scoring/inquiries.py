"""Single leads from requests or rows, and their conversion to the tables that scoring takes."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Moments
from leadscore.model.errors import DataError
from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import FeatureSpec, InputColumn
from leadscore.model.timestamps import NEVER, moment
from leadscore.model.values import canonical

Plain = str | int | float | bool | None
"""A value as JSON or a table row carries it; a date is ISO 8601 text."""


@dataclass(frozen=True)
class EventGiven:
    """One event of a lead, as the request gave it; the fields are those of an event log."""

    occurred_at: int
    type: str | None = None
    value: float | None = None
    event_id: str | None = None
    attributes: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class Inquiry:
    """One lead to score: its values and events, and the moment to score it for.

    Attributes:
        as_of: Ignored by a model without dates.
        created_at: Required by a model with dates.
        columns: The lead's values; one that is not given counts as missing.
    """

    lead_id: str
    as_of: int = 0
    created_at: int | None = None
    columns: Mapping[str, Plain] = field(default_factory=dict)
    events: Sequence[EventGiven] = ()


@dataclass(frozen=True)
class InquiryTables:
    """Inquiries as tables: one row and one moment per inquiry, in their order."""

    leads: LeadTable
    events: EventLog
    as_of: Moments


def tables_of(spec: FeatureSpec, inquiries: Sequence[Inquiry]) -> InquiryTables:
    """The tables of some inquiries; the same lead may occur twice.

    Raises:
        DataError: The model has dates and a lead has no moment of creation.
    """
    columns = {column.name: _column(column, inquiries) for column in spec.columns}
    unread = {name: np.array([name not in inquiry.columns for inquiry in inquiries], dtype=bool) for name in columns}
    leads = LeadTable(tuple(inquiry.lead_id for inquiry in inquiries), columns, _created_at(spec, inquiries), unread)
    as_of = np.array([inquiry.as_of for inquiry in inquiries], dtype=np.int64)
    return InquiryTables(leads, _event_log(spec, inquiries), as_of)


def inquiries_from_rows(spec: FeatureSpec, rows: Iterable[Mapping[str, Any]]) -> list[Inquiry]:
    """The inquiries in rows with the columns ``lead_id``, ``created_at``, ``as_of``, ``events`` and the leads' own.

    ``events`` is a JSON list of objects. A cell that is left out, None or NaN is missing.

    Raises:
        DataError: A model with dates got a row without ``as_of`` or ``created_at``, or a cell cannot be read.
    """
    return [_from_row(spec, number, row) for number, row in enumerate(rows, start=1)]


def _from_row(spec: FeatureSpec, number: int, row: Mapping[str, Any]) -> Inquiry:
    known = {name: value for name, value in row.items() if not _is_missing(value)}
    if spec.dated and not {"as_of", "created_at"} <= known.keys():
        raise DataError(
            "A lead has no as_of or no created_at", where=f"row {number}", remedy="give both as ISO 8601 text"
        )
    try:
        return Inquiry(
            lead_id=str(known.get("lead_id", number)),
            as_of=moment(str(known["as_of"])) if spec.dated else 0,
            created_at=moment(str(known["created_at"])) if spec.dated else None,
            columns={column.name: known[column.name] for column in spec.columns if column.name in known},
            events=[_event_from(raw) for raw in json.loads(known.get("events", "[]"))],
        )
    except (DataError, ValueError, TypeError, KeyError) as error:
        raise DataError(
            "A cell cannot be read", where=f"row {number}", remedy="give dates as ISO 8601 text, events as JSON"
        ) from error


def _event_from(raw: Mapping[str, Any]) -> EventGiven:
    known = {"occurred_at", "type", "value", "event_id"}
    return EventGiven(
        moment(raw["occurred_at"]),
        raw.get("type"),
        raw.get("value"),
        raw.get("event_id"),
        {name: value for name, value in raw.items() if name not in known},
    )


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _column(column: InputColumn, inquiries: Sequence[Inquiry]) -> NDArray[Any]:
    given = [inquiry.columns.get(column.name) for inquiry in inquiries]
    if column.role == "numeric":
        return np.array([_number(value) for value in given], dtype=np.float64)
    if column.role == "date":
        return np.array([NEVER if _is_missing(v) else moment(str(v)) for v in given], dtype=np.int64)
    values = np.empty(len(given), dtype=object)
    values[:] = [canonical(value) for value in given]
    return values


def _number(value: Plain) -> float:
    try:
        return math.nan if value is None else float(value)
    except OverflowError:  # an integer beyond 1e308
        return math.nan


def _created_at(spec: FeatureSpec, inquiries: Sequence[Inquiry]) -> Moments | None:
    if not spec.dated:
        return None
    moments = [inquiry.created_at for inquiry in inquiries if inquiry.created_at is not None]
    if len(moments) < len(inquiries):
        raise DataError("A lead has no moment of creation", where="created_at", remedy="give it as ISO 8601 text")
    return np.array(moments, dtype=np.int64)


def _event_log(spec: FeatureSpec, inquiries: Sequence[Inquiry]) -> EventLog:
    pairs = [(position, event) for position, inquiry in enumerate(inquiries) for event in inquiry.events]
    if not pairs or not spec.has_events:
        return EventLog.empty(len(inquiries))
    events = [event for _, event in pairs]
    rows = EventRows(
        np.array([event.occurred_at for event in events], dtype=np.int64),
        _coded(event.type for event in events),
        np.array([_number(event.value) for event in events], dtype=np.float64),
        {name: _coded(event.attributes.get(name) for event in events) for name in spec.event_attributes},
        np.array([_key(event) for event in events], dtype=np.int64),
    )
    lead = np.array([position for position, _ in pairs], dtype=np.int64)
    return EventLog.build(lead, rows, n_leads=len(inquiries))


def _coded(values: Iterable[Plain]) -> Coded:
    texts = [canonical(value) for value in values]
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return Coded.of(array)


def _key(event: EventGiven) -> int:
    """A key that is equal for events with the same id or, without ids, the same contents."""
    attributes = sorted((name, canonical(value)) for name, value in event.attributes.items())
    facts = (event.occurred_at, canonical(event.type), _number(event.value), attributes)
    identity = repr(facts) if event.event_id is None else f"id {event.event_id}"
    return int.from_bytes(hashlib.blake2b(identity.encode(), digest_size=8).digest(), "big", signed=True)
