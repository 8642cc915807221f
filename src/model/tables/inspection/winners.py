"""SQL that tells, for a raw row of the leads, whether and when the lead converted."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from leadscore.model.config import LeadsSettings, OutcomesSettings
from leadscore.model.tables.casting import literal, moment_sql, quoted, text_sql
from leadscore.model.tables.reading.sources import Source

_WINS = "inspected_wins"


@dataclass(frozen=True)
class Winners:
    """Expressions over a row ``lead`` of the leads.

    Attributes:
        converted: Whether the lead converted.
        won_at: The moment it did; NULL where that is unknown.
        join: What must be joined to the leads for both.
        dated: Whether conversions have moments at all.
    """

    converted: str
    won_at: str = "CAST(NULL AS BIGINT)"
    join: str = ""
    dated: bool = False


def by_target(leads: LeadsSettings) -> Winners:
    """Winners by a column of the leads."""
    target = text_sql(f"lead.{quoted(leads.target or '')}")
    return Winners(converted=f"coalesce({target} IN ({_listed(leads.positive)}), false)")


def by_outcomes(
    connection: duckdb.DuckDBPyConnection, leads: LeadsSettings, outcomes: OutcomesSettings, source: Source
) -> Winners:
    """Winners by a table of outcomes, each at its first conversion."""
    won = "true"
    if outcomes.outcome is not None and outcomes.converted != "*":
        won = f"{text_sql(quoted(outcomes.outcome))} IN ({_listed(outcomes.converted)})"
    lead_id, won_at = (
        text_sql(quoted(outcomes.lead_id)),
        moment_sql(quoted(outcomes.occurred_at), day_first=outcomes.day_first),
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_WINS} AS SELECT {lead_id} AS lead_id, min({won_at}) AS won_at"
        f" FROM {quoted(source.view)} WHERE {won} GROUP BY 1"
    )
    joined = f"LEFT JOIN {_WINS} AS won ON won.lead_id = {text_sql(f'lead.{quoted(leads.id or str())}')}"
    return Winners("won.lead_id IS NOT NULL", "won.won_at", joined, dated=True)


def _listed(values: Sequence[str]) -> str:
    return ", ".join(literal(value) for value in values)
