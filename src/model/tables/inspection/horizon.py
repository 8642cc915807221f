"""How to learn from an export: the horizon, the split and the first day that fit its dates."""

from dataclasses import dataclass
from typing import Any

import duckdb

from leadscore.model.config import LeadsSettings, LearningSettings
from leadscore.model.moments import DAY, iso
from leadscore.model.tables.casting import moment_sql, quoted
from leadscore.model.tables.inspection.winners import Winners
from leadscore.model.tables.reading.sources import Source

_HORIZONS_DAYS = (14, 30, 45, 60, 90, 180)
_MOST_CONVERSIONS = 0.8
_SPAN_SHARE = 1 / 3  # of the time the leads span; a longer horizon leaves too few leads whose label is known
_EARLY = 0.01  # so that a few mistyped dates do not count as the first ones


@dataclass(frozen=True)
class _Times:
    """Moments of creation and conversion, summed up.

    Attributes:
        delay_days: Days after creation within which most conversions come.
        first_lead: Moment of the first creations.
        last_lead: Moment of the last ones.
        first_win: Moment of the first conversion.
    """

    delay_days: float
    first_lead: int
    last_lead: int
    first_win: int


def choose_learning(
    connection: duckdb.DuckDBPyConnection, source: Source, leads: LeadsSettings, winners: Winners
) -> tuple[LearningSettings, dict[str, str]]:
    """How to learn from an export, and why, by key of the configuration."""
    if leads.created_at is None:
        why = 'there are no dates; choose "file_order" if the rows are in order of time'
        return LearningSettings(split="random"), {"learning.split": why}
    times = _times(connection, source, leads, winners) if winners.dated else None
    chosen: dict[str, tuple[Any, str]] = {
        "split": ("time", "leads have dates: the latest ones are kept for evaluation")
    }
    if times is not None:
        first_day = _first_day(times)
        later = _times(connection, source, leads, winners, since=times.first_win) if first_day else None
        chosen |= _horizon(later or times) | first_day
    values = {key: value for key, (value, _) in chosen.items()}
    return LearningSettings.model_validate(values), {f"learning.{key}": why for key, (_, why) in chosen.items()}


def _times(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    leads: LeadsSettings,
    winners: Winners,
    *,
    since: int | None = None,
) -> _Times | None:
    """Of the leads created ``since``; None where no conversion is dated after the creation of its lead."""
    created_at = moment_sql(f"lead.{quoted(leads.created_at or '')}", day_first=leads.day_first)
    dates = (
        f"SELECT {winners.won_at} AS won_at, {created_at} AS created_at"
        f" FROM {quoted(source.view)} AS lead {winners.join}"
    )
    ((delay, first_lead, last_lead, first_win),) = connection.execute(
        f"SELECT quantile_cont(won_at - created_at, {_MOST_CONVERSIONS}) FILTER (won_at >= created_at),"
        f" quantile_disc(created_at, {_EARLY}), quantile_disc(created_at, {1 - _EARLY}),"
        f" quantile_disc(won_at, {_EARLY})"
        f" FROM ({dates}){'' if since is None else f' WHERE created_at >= {since}'}"
    ).fetchall()
    return None if delay is None else _Times(delay / DAY, first_lead, last_lead, first_win)


def _horizon(times: _Times) -> dict[str, tuple[Any, str]]:
    span_days = (times.last_lead - times.first_lead) / DAY
    long_enough = next((days for days in _HORIZONS_DAYS if days >= times.delay_days), _HORIZONS_DAYS[-1])
    why = f"{_MOST_CONVERSIONS:.0%} of the conversions come within {times.delay_days:.0f} days of creation"
    if long_enough <= span_days * _SPAN_SHARE:
        return {"horizon_days": (long_enough, why)}
    shorter = max((days for days in _HORIZONS_DAYS if days <= span_days * _SPAN_SHARE), default=_HORIZONS_DAYS[0])
    return {"horizon_days": (shorter, f"{why}, but the leads span {span_days:.0f} days only")}


def _first_day(times: _Times) -> dict[str, tuple[Any, str]]:
    """Leads from before conversions were recorded look as if none of them had converted."""
    if times.first_win - times.first_lead <= times.delay_days * DAY:
        return {}
    day = iso(times.first_win)[: len("2026-01-31")]
    return {"data_from": (day, "hardly a conversion is recorded before, though leads were already there")}
