"""When leads were created: the column that says so, and the refusal where none can be read."""

import duckdb

from leadscore.model.data.inspection.profiles import Looked
from leadscore.model.data.inspection.roles import is_date
from leadscore.model.data.sources.casting import literal, moment_sql, quoted, text_sql
from leadscore.model.errors import DataError
from leadscore.model.vocabulary import vocabulary


def no_creation(connection: duckdb.DuckDBPyConnection, leads: Looked) -> DataError:
    """The error for leads of which nobody knows when they were created; it names a column that is meant to say it."""
    for name in vocabulary().columns.created_at.ranked(leads.profiles):
        example = _unread(connection, leads, name)
        if example is not None and not is_date(leads.profiles[name]):
            return DataError(
                f"The column `{name}` is named like the day a lead was created, but is not understood as a date:"
                f" {literal(example)}",
                where=leads.source.path,
                remedy="export it like 2026-03-31 or 2026-03-31 14:15",
            )
    return DataError(
        "No column of the leads says when they were created",
        where=leads.source.path,
        remedy="export it with a date, which events and outcomes need",
    )


def _unread(connection: duckdb.DuckDBPyConnection, leads: Looked, column: str) -> str | None:
    """The first value that is no date however it is read; None where there is none."""
    value = text_sql(quoted(column))
    unread = " AND ".join(f"{moment_sql(value, day_first=first)} IS NULL" for first in (True, False))
    query = f"SELECT {value} FROM {quoted(leads.sample.view)} WHERE {value} IS NOT NULL AND {unread} LIMIT 1"
    found = connection.execute(query).fetchone()
    return None if found is None else str(found[0])
