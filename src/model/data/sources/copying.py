"""Rows that Python reads, as a table of text in DuckDB, in chunks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import duckdb
import pyarrow as pa

from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.sources import ROW

CHUNK_ROWS = 50_000

_CHUNK = "leadscore chunk"


def copy_rows(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str | None]]],
    *,
    name: str,
) -> int:
    """Make a table of rows, each with its number; their count. An empty text is NULL."""
    declared = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
    connection.execute(f"CREATE TABLE {quoted(name)} ({declared}, {ROW} BIGINT)")
    copied = 0
    for chunk in _chunks(rows):
        numbers, cells = zip(*chunk, strict=True)
        texts = [pa.array([cell or None for cell in column], pa.string()) for column in zip(*cells, strict=True)]
        connection.register(_CHUNK, pa.table([*texts, pa.array(numbers, pa.int64())], names=[*columns, ROW]))
        connection.execute(f"INSERT INTO {quoted(name)} FROM {quoted(_CHUNK)}")
        connection.unregister(_CHUNK)
        copied += len(numbers)
    return copied


def _chunks(
    rows: Iterable[tuple[int, Sequence[str | None]]],
) -> Iterator[list[tuple[int, Sequence[str | None]]]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK_ROWS)):
        yield chunk
