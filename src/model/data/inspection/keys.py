"""Which column of the leads, and which of another table, hold the same ids."""

from dataclasses import dataclass
from itertools import product

import duckdb

from leadscore.model.data.inspection.profiles import Looked
from leadscore.model.data.inspection.roles import is_date
from leadscore.model.data.sources.casting import quoted, text_sql
from leadscore.model.errors import DataError
from leadscore.model.vocabulary import vocabulary

_UNIQUE, _MATCHING = 0.9, 0.3


@dataclass(frozen=True)
class Key:
    """Two columns that hold the same ids.

    Attributes:
        lead_column: The column of the leads.
        column: The column of the other table.
        share: Share of the other table's ids that are those of a lead.
    """

    lead_column: str
    column: str
    share: float


def shared_key(
    connection: duckdb.DuckDBPyConnection, leads: Looked, other: Looked, *, lead_column: str | None = None
) -> Key:
    """The ids by which another table belongs to the leads: of one name if possible, else those that match best.

    Args:
        connection: Where both are open.
        leads: The leads.
        other: Their events or outcomes.
        lead_column: The column of the leads that it must be, where that is known.

    Raises:
        DataError: No column of the other table holds the ids of leads.
    """
    own_columns = [lead_column] if lead_column else _candidates(leads, unique=True)
    pairs = product(own_columns, _candidates(other, unique=False))
    keys = [Key(own, theirs, _matching(connection, leads, other, own, theirs)) for own, theirs in pairs]
    matching = [key for key in keys if key.share >= _MATCHING]
    if not matching:
        raise DataError(
            "No column holds the ids of the leads",
            where=other.source.path,
            remedy="add a column with the id of the lead, written as in the table of leads",
        )
    return max(matching, key=_sureness)


def _candidates(looked: Looked, *, unique: bool) -> list[str]:
    return [
        name
        for name, profile in looked.profiles.items()
        if profile.levels > 1 and not is_date(profile) and (not unique or profile.distinct_share >= _UNIQUE)
    ]


def _sureness(key: Key) -> tuple[bool, bool, float]:
    return key.lead_column.lower() == key.column.lower(), vocabulary().columns.lead_id.has(key.lead_column), key.share


def _matching(connection: duckdb.DuckDBPyConnection, leads: Looked, other: Looked, own: str, theirs: str) -> float:
    ids = f"SELECT {text_sql(quoted(own))} FROM {quoted(leads.source.view)}"
    values = f"SELECT DISTINCT {text_sql(quoted(theirs))} AS id FROM {quoted(other.sample.view)}"
    query = f"SELECT avg(CAST(id IN ({ids}) AS INTEGER)) FROM ({values}) WHERE id IS NOT NULL"
    ((share,),) = connection.execute(query).fetchall()
    return float(share or 0.0)
