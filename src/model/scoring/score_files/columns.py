"""The columns of the score file: one declaration for Parquet, and how CSV spreads it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from leadscore.model.scoring.scorer import REASONS_SHOWN

_TEXT, _WHOLE, _NUMBER, _TRUTH = pa.string(), pa.int64(), pa.float64(), pa.bool_()


def _struct(**fields: pa.DataType) -> pa.DataType:
    return pa.struct(list(fields.items()))


_EVIDENCE = _struct(rate=_NUMBER, n=_WHOLE, typical=_NUMBER, such=_TEXT)
_REASON = _struct(signal=_TEXT, axis=_TEXT, points=_WHOLE, value=_TEXT, text=_TEXT, evidence=_EVIDENCE, together=_TRUTH)
_KNOWN = pa.list_(_struct(field=_TEXT, known=_TRUTH, value=_TEXT, points=_WHOLE))
_MACHINE = _struct(grade=_TEXT, qualification=_TEXT, route=_TEXT, rule=_TEXT)

SCHEMA = pa.schema(
    {
        "record_id": _TEXT,
        "lead_id": _TEXT,
        "as_of": _TEXT,
        "scored_at": _TEXT,
        "model": _struct(name=_TEXT, version=_TEXT, sha256=_TEXT),
        "score": _WHOLE,
        "probability": _NUMBER,
        "interval": _struct(low=_NUMBER, high=_NUMBER, level=_NUMBER),
        "grade": _TEXT,
        "cell": _TEXT,
        **dict.fromkeys(("fit", "interest", "context", "start"), _WHOLE),
        "reasons": pa.list_(_REASON),
        "other_points": _WHOLE,
        "beyond_scale": _WHOLE,
        "signals": pa.list_(_struct(signal=_TEXT, points=_WHOLE)),
        "expected_value": _NUMBER,
        "decision": _struct(qualification=_TEXT, route=_TEXT, rule=_TEXT, next_step=_TEXT, reenter_on=_TEXT),
        "override": _struct(
            grade=_TEXT, route=_TEXT, reason=_TEXT, by=_TEXT, at=_TEXT, machine=_MACHINE, explains=_TEXT
        ),
        "bant": _struct(budget=_KNOWN, authority=_KNOWN, need=_KNOWN, timeline=_KNOWN),
        "ask": pa.list_(_struct(field=_TEXT, bant=_TEXT, points=_NUMBER, question=_TEXT)),
        "help": pa.list_(_struct(signal=_TEXT, change=_TEXT, score=_WHOLE, points=_WHOLE, text=_TEXT)),
        "similar": _struct(text=_TEXT, leads=pa.list_(_struct(lead_id=_TEXT, outcome=_TEXT, days=_NUMBER))),
        "why_not": _struct(text=_TEXT, html=_TEXT),
        "warnings": pa.list_(_TEXT),
    }
)
"""Columns of the Parquet file. A value is text there, since signals differ in type."""


def typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the Parquet file holds it: values of signals as text."""
    reasons = [_with_text(reason) for reason in row["reasons"]]
    bant = row.get("bant")
    known = None if bant is None else {part: [_with_text(entry) for entry in fields] for part, fields in bant.items()}
    return {**row, "reasons": reasons, "bant": known}


def csv_columns() -> list[str]:
    """Columns of the CSV file: structures are spread over ``model_version``, ``reason_1_signal``, ..."""
    return [name for field in SCHEMA for name in _names(field.name, field.type)]


def flattened(row: Mapping[str, Any]) -> dict[str, Any]:
    """A typed row as the CSV file holds it: lists of anything but reasons and warnings are JSON text."""
    cells: dict[str, Any] = {}
    for field in SCHEMA:
        cells |= _cells(field.name, field.type, row.get(field.name))
    return cells


def _with_text(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "value": None if entry["value"] is None else str(entry["value"])}


def _names(name: str, kind: pa.DataType) -> Iterator[str]:
    if name == "reasons":
        for number in range(1, REASONS_SHOWN + 1):
            yield from _names(f"reason_{number}", _REASON)
    elif pa.types.is_struct(kind):
        for part in kind:
            yield from _names(f"{name}_{part.name}", part.type)
    else:
        yield name


def _cells(name: str, kind: pa.DataType, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if name == "reasons":
        numbered = enumerate(value, start=1)
        return {key: cell for i, reason in numbered for key, cell in _cells(f"reason_{i}", _REASON, reason).items()}
    if pa.types.is_struct(kind):
        spread = (_cells(f"{name}_{part.name}", part.type, value.get(part.name)) for part in kind)
        return {key: cell for cells in spread for key, cell in cells.items()}
    if pa.types.is_list(kind):
        return {name: "; ".join(value) if kind.value_type == _TEXT else json.dumps(value, ensure_ascii=False)}
    return {name: value}
