"""The rows of a source that are looked at, and what their columns look like."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb

from leadscore.model.tables.casting import quoted
from leadscore.model.tables.inspection.profiles import Profile, profile
from leadscore.model.tables.reading.sources import ROW, Source

_MOST_ROWS = 100_000


@dataclass(frozen=True)
class Looked:
    """A source that was looked at.

    Attributes:
        source: All of it.
        sample: All of its rows, or about 100,000 of them, spread over the file by chance.
        profiles: What its columns look like in the sample.
    """

    source: Source
    sample: Source
    profiles: Mapping[str, Profile]


def look(connection: duckdb.DuckDBPyConnection, source: Source) -> Looked:
    """Read a sample of a source once, and profile it."""
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {quoted(source.view)}").fetchall()
    every = max(-(-int(rows) // _MOST_ROWS), 1)
    # By a hash and not every so many rows, because exports may repeat in a rhythm.
    sample = replace(source, view=f"{source.view} sample")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(sample.view)} AS"
        f" FROM {quoted(source.view)} WHERE hash({ROW}) % {every} = 0 ORDER BY {ROW}"
    )
    return Looked(source, sample, profile(connection, sample))
