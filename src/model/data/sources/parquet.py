"""Parquet files as a view of text, with the dates that they hold as such."""

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from leadscore.model.data.sources.address import SourceAddress
from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.sources import ROW, Columns, column_names, instant, path_sql
from leadscore.model.errors import SourceError

_DATES = frozenset({"DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"})
_OWN_NUMBER = "file_row_number"
_BEYOND_ALL_DATES = 2**63 - 1


def open_parquet(connection: duckdb.DuckDBPyConnection, address: SourceAddress, *, folder: Path, name: str) -> Columns:
    """Make a view of a Parquet file.

    Raises:
        SourceError: It is damaged.
        DataError: It has two columns of one name.
    """
    path = folder / address.location
    try:
        header = pq.read_schema(path).names
        described = connection.execute(f"DESCRIBE FROM read_parquet({path_sql(path)})").fetchall()
    except (duckdb.Error, OSError, ValueError) as error:
        raise SourceError(
            "The file cannot be read as Parquet", where=os.fspath(path), remedy="export it again"
        ) from error
    names = column_names(header, where=os.fspath(path))
    kinds = dict(zip(names, (kind for _, kind, *_ in described), strict=True))
    dated = frozenset(column for column, kind in kinds.items() if kind in _DATES)
    values = [_as_text(quoted(column), kind) for column, kind in kinds.items()]
    instants = [f"{_as_instant(quoted(column))} AS {quoted(instant(column))}" for column in sorted(dated)]
    renamed = f"read_parquet({path_sql(path)}) AS file ({', '.join(map(quoted, names))})"
    selected = ", ".join([*values, f"{_row_number(header)} AS {ROW}", *instants])
    connection.execute(f"CREATE VIEW {quoted(name)} AS SELECT {selected} FROM {renamed}")
    return Columns(names, dated=dated)


def _row_number(header: Sequence[str]) -> str:
    # DuckDB's own number lets it read on several threads, but a column of the file may hide it.
    hidden = any(column.lower() == _OWN_NUMBER for column in header)
    return "row_number() OVER ()" if hidden else f"{_OWN_NUMBER} + 1"


def _as_instant(column: str) -> str:
    instant_us = f"epoch_us(CAST({column} AS TIMESTAMPTZ))"
    return f"coalesce({instant_us}, CASE WHEN {column} IS NOT NULL THEN {_BEYOND_ALL_DATES} END)"


def _as_text(column: str, kind: str) -> str:
    text = f"CAST({column} AS VARCHAR)"
    if kind in ("DOUBLE", "FLOAT"):  # a column of whole numbers with gaps is stored as floats: 33, not 33.0
        text = f"regexp_replace({text}, '\\.0$', '')"
    return f"{text} AS {column}"
