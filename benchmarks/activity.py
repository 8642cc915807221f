"""A made-up export of leads and their activity, as large as wanted; every row follows from its number alone."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

TYPES = (
    "page_view",
    "email_open",
    "email_click",
    "pricing_visit",
    "webinar",
    "trial_start",
    "product_use",
    "demo_request",
    "call",
    "form",
)
"""Kinds of events, the frequent ones first."""

WITH_VALUE = ("webinar", "product_use", "call")
"""Kinds whose events carry a number, such as minutes."""

AGES_DAYS = (14, 45, 90)
"""Ages at which each lead is looked at."""

_FIRST_DAY = "TIMESTAMP '2024-01-01'"


@dataclass(frozen=True)
class Size:
    """How much to make."""

    events: int
    leads: int


def write_activity(folder: Path, size: Size) -> None:
    """Write ``leads.parquet`` and ``events.parquet``; events are in no order, and some leads have fifty times more."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({_leads(size)}) TO '{folder / 'leads.parquet'}'")
        connection.execute(f"COPY ({_events(size)}) TO '{folder / 'events.parquet'}'")


def _leads(size: Size) -> str:
    return (
        f"SELECT {_lead_id('number')} AS lead_id, {_created_at('number')} AS created_at"
        f" FROM range({size.leads}) AS lead(number)"
    )


def _events(size: Size) -> str:
    lead = f"CAST({size.leads} * pow({_chance('number', 1)}, 1.5) AS BIGINT) % {size.leads}"
    kinds = ", ".join(f"'{kind}'" for kind in TYPES)
    valued = ", ".join(f"'{kind}'" for kind in WITH_VALUE)
    days_after = f"-40 * ln(1 - {_chance('number', 2)})"
    kind = f"[{kinds}][1 + CAST(floor({len(TYPES)} * pow({_chance('number', 3)}, 2)) AS INT)]"
    drawn = (
        f"SELECT number, {lead} AS lead, {kind} AS event_type, CAST(1e6 * 86400 * {days_after} AS BIGINT) AS delay_us"
        f" FROM range({size.events}) AS event(number)"
    )
    value = f"CASE WHEN event_type IN ({valued}) THEN round(60 * {_chance('number', 4)}) END"
    return (
        f"SELECT {_lead_id('lead')} AS lead_id, {_created_at('lead')} + to_microseconds(delay_us) AS occurred_at,"
        f" event_type, {value} AS value FROM ({drawn})"
    )


def _chance(number: str, draw: int) -> str:
    """Between 0 and 1, one per row and draw; not random(), whose values depend on the threads."""
    return f"(hash(8 * {number} + {draw}) / 18446744073709551616.0)"


def _lead_id(number: str) -> str:
    return f"printf('L%07d', {number})"


def _created_at(number: str) -> str:
    return f"({_FIRST_DAY} + to_microseconds(CAST(1e6 * 86400 * 365 * {_chance(number, 5)} AS BIGINT)))"
