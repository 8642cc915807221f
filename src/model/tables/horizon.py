"""The horizon and the split that fit an export."""

import duckdb

from leadscore.model.config import LeadsSettings, LearningSettings
from leadscore.model.moments import DAY
from leadscore.model.tables.casting import moment_sql, quoted
from leadscore.model.tables.profiles import sample_sql
from leadscore.model.tables.sources import Source
from leadscore.model.tables.winners import Winners

_HORIZONS_DAYS = (14, 30, 45, 60, 90, 180)
_MOST_CONVERSIONS = 0.8
_SPAN_SHARE = 1 / 3  # of the time the leads span; a longer horizon leaves too few leads whose label is known


def choose_learning(
    connection: duckdb.DuckDBPyConnection, source: Source, leads: LeadsSettings, winners: Winners
) -> tuple[LearningSettings, dict[str, str]]:
    """How to learn from an export, and why, by key of the configuration."""
    if leads.created_at is None:
        why = 'there are no dates; choose "file_order" if the rows are in order of time'
        return LearningSettings(split="random"), {"learning.split": why}
    split = {"learning.split": "leads have dates, so the latest ones are kept for evaluation"}
    if not winners.dated:
        return LearningSettings(split="time"), split
    horizon_days, why = _horizon(connection, source, leads, winners)
    return LearningSettings(split="time", horizon_days=horizon_days), split | {"learning.horizon_days": why}


def _horizon(
    connection: duckdb.DuckDBPyConnection, source: Source, leads: LeadsSettings, winners: Winners
) -> tuple[int, str]:
    created_at = moment_sql(f"lead.{quoted(leads.created_at or '')}", day_first=leads.day_first)
    dates = (
        f"SELECT ({winners.won_at} - {created_at}) / {DAY} AS delay, {created_at} / {DAY} AS created"
        f" FROM {sample_sql(connection, source)} AS lead {winners.join}"
    )
    ((within, span),) = connection.execute(
        f"SELECT quantile_cont(delay, {_MOST_CONVERSIONS}) FILTER (delay >= 0),"
        f" quantile_cont(created, 0.99) - quantile_cont(created, 0.01) FROM ({dates})"
    ).fetchall()
    if within is None or span is None:
        return LearningSettings().horizon_days, "no conversion is dated after its lead; this is the default"
    long_enough = next((days for days in _HORIZONS_DAYS if days >= within), _HORIZONS_DAYS[-1])
    if long_enough <= span * _SPAN_SHARE:
        return long_enough, f"{_MOST_CONVERSIONS:.0%} of the conversions come within {within:.0f} days of creation"
    shorter = max((days for days in _HORIZONS_DAYS if days <= span * _SPAN_SHARE), default=_HORIZONS_DAYS[0])
    return shorter, f"the leads span {span:.0f} days, which leaves no room for more"
