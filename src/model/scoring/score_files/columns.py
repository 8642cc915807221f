"""The columns of a score file, derived from the declaration of a record: nested for Parquet, flat for CSV."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa

from leadscore.model.scoring.contract import Record
from leadscore.model.scoring.declaration import Declared, Kind, Part, declared
from leadscore.model.spreadsheets import as_given, defused

_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
    "moment": pa.string(),
    "value": pa.string(),  # values of signals have different types, but a column has one
}
_JOINED = "; "


def arrow_schema(kind: type[Part]) -> pa.Schema:
    """The schema of a Parquet file with one row per part."""
    return pa.schema(_arrow_fields(kind))


def _arrow_fields(kind: type[Part]) -> list[tuple[str, pa.DataType]]:
    return [(field.name, _arrow_type(field)) for field in declared(kind)]


def _arrow_type(field: Declared) -> pa.DataType:
    one = _ARROW[field.kind] if field.part is None else pa.struct(_arrow_fields(field.part))
    return pa.list_(one) if field.many else one


SCHEMA = arrow_schema(Record)
"""Columns of the Parquet file."""


def row_of(part: Part) -> dict[str, Any]:
    """A part as a row of a file: plain values, with values of signals as text."""
    return _with_texts(type(part), part.as_dict())


def _with_texts(kind: type[Part], row: dict[str, Any]) -> dict[str, Any]:
    for field in declared(kind):
        value = row[field.name]
        if value is None:
            continue
        if field.kind == "value":
            row[field.name] = str(value)
        elif field.part is not None:
            for part in value if field.many else [value]:
                _with_texts(field.part, part)
    return row


def csv_columns(kind: type[Part] = Record) -> list[str]:
    """Columns of the CSV file: parts are spread over ``model_version``, ``reason_1_signal``, ..."""
    return [name for field in declared(kind) for name in _names(field, field.name)]


def csv_cells(kind: type[Part], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the CSV file holds it: warnings joined, lists of anything but reasons as JSON text, and no formula."""
    cells = (pair for field in declared(kind) for pair in _cells(field, field.name, row.get(field.name)))
    return {name: defused(cell) if isinstance(cell, str) else cell for name, cell in cells}


def csv_fields(kind: type[Part], columns: Collection[str]) -> set[str]:
    """The fields that these columns of a CSV file hold; for a list spread over columns, one of them suffices."""
    return {
        field.name
        for field in declared(kind)
        if (any if field.many else all)(name in columns for name in _names(field, field.name))
    }


def from_csv_cells(kind: type[Part], cells: Mapping[str, str], names: Collection[str]) -> dict[str, Any]:
    """The fields of these names from the cells of a CSV row.

    A warning that has a semicolon in it comes back as two.

    Raises:
        ValueError: A cell does not hold what its column is for.
    """
    given = {name: as_given(cell) for name, cell in cells.items() if cell is not None}
    return {field.name: _value(field, field.name, given) for field in declared(kind) if field.name in names}


def _names(field: Declared, name: str) -> Iterator[str]:
    if field.part is not None and (field.meaning.columns or not field.many):
        for part in field.meaning.columns if field.many else (name,):
            for inner in declared(field.part):
                yield from _names(inner, f"{part}_{inner.name}")
    else:
        yield name


def _cells(field: Declared, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if value is None:
        return
    if field.part is not None and (field.meaning.columns or not field.many):
        spread = zip(field.meaning.columns, value, strict=False) if field.many else [(name, value)]
        for part, row in spread:
            for inner in declared(field.part):
                yield from _cells(inner, f"{part}_{inner.name}", row.get(inner.name))
    elif field.many:
        yield name, json.dumps(value, ensure_ascii=False) if field.part is not None else _JOINED.join(value)
    else:
        yield name, value


def _value(field: Declared, name: str, cells: Mapping[str, str]) -> Any:
    blank = all(not cells.get(column) for column in _names(field, name))
    if blank and field.nullable:
        return None
    if field.part is None:
        return _plain_value(field, cells.get(name, ""))
    if not field.many:
        return _part(field.part, name, cells)
    if not field.meaning.columns:
        return json.loads(cells.get(name, ""))
    spread = (_part(field.part, part, cells) for part in field.meaning.columns)
    return [part for part in spread if part is not None]


def _plain_value(field: Declared, cell: str) -> Any:
    if field.many:
        return cell.split(_JOINED) if cell else []
    return _READ.get(field.kind, str)(cell)


def _part(kind: type[Part], name: str, cells: Mapping[str, str]) -> dict[str, Any] | None:
    columns = [(field, f"{name}_{field.name}") for field in declared(kind)]
    if not any(cells.get(inner) for field, column in columns for inner in _names(field, column)):
        return None
    # a file of an earlier release lacks the columns of later fields, which have defaults
    there = (pair for pair in columns if pair[0].required or any(inner in cells for inner in _names(*pair)))
    return {field.name: _value(field, column, cells) for field, column in there}


def _truth(cell: str) -> bool:
    if cell not in ("True", "False"):
        message = "a truth is True or False"
        raise ValueError(message)
    return cell == "True"


_READ: dict[Kind, Callable[[str], Any]] = {"whole": int, "number": float, "truth": _truth}
