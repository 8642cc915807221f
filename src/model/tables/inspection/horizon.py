"""How to learn from an export: the horizon, the split and the first day that fit its dates."""

from typing import Any

import duckdb
import numpy as np

from leadscore.model.config import LeadsSettings, LearningSettings
from leadscore.model.moments import DAY, NEVER
from leadscore.model.tables.casting import moment_sql, quoted
from leadscore.model.tables.findings.conversions import Watched
from leadscore.model.tables.findings.horizon import MOST, Choice, choose_horizon
from leadscore.model.tables.findings.truncation import find_truncation
from leadscore.model.tables.inspection.winners import Winners
from leadscore.model.tables.reading.sources import Source

_STRAY = 0.01  # so that a few mistyped dates are not the end of the data


def choose_learning(
    connection: duckdb.DuckDBPyConnection, source: Source, leads: LeadsSettings, winners: Winners
) -> tuple[LearningSettings, dict[str, str]]:
    """How to learn from an export, and why, by key of the configuration."""
    if leads.created_at is None:
        why = 'there are no dates; choose "file_order" if the rows are in order of time'
        return LearningSettings(split="random"), {"learning.split": why}
    chosen: dict[str, tuple[Any, str]] = {
        "split": ("time", "leads have dates: the latest ones are kept for evaluation")
    }
    watched = _watched(connection, source, leads, winners) if winners.dated else None
    if watched is not None:
        chosen |= _of_delays(watched)
    values = {key: value for key, (value, _) in chosen.items()}
    return LearningSettings.model_validate(values), {f"learning.{key}": why for key, (_, why) in chosen.items()}


def _watched(
    connection: duckdb.DuckDBPyConnection, source: Source, leads: LeadsSettings, winners: Winners
) -> Watched | None:
    """The leads with their conversions; without those that are dated before the day their lead was created."""
    created_at = moment_sql(f"lead.{quoted(leads.created_at or '')}", day_first=leads.day_first)
    dates = (
        f"SELECT {created_at} AS created_at, {winners.won_at} AS won_at"
        f" FROM {quoted(source.view)} AS lead {winners.join}"
    )
    rows = connection.execute(
        f"SELECT created_at, coalesce(won_at, {NEVER}) AS won_at FROM ({dates})"
        f" WHERE created_at IS NOT NULL AND (won_at IS NULL OR won_at // {DAY} >= created_at // {DAY})"
    ).fetchnumpy()
    created, won = (np.asarray(rows[key], dtype=np.int64) for key in ("created_at", "won_at"))
    if not (won != NEVER).any():
        return None
    ends = (int(np.quantile(moments, 1 - _STRAY)) for moments in (created, won[won != NEVER]))
    return Watched.of(created, won, until=max(ends))


def _of_delays(leads: Watched) -> dict[str, tuple[Any, str]]:
    """The first day and the horizon; leads from before conversions were recorded look as if none had converted."""
    truncation = find_truncation(leads)
    choice = choose_horizon(leads if truncation is None else leads.since(truncation.before))
    chosen = {} if choice is None else _horizon(choice)
    if truncation is None:
        return chosen
    why = "hardly a conversion is recorded before, though leads were already there"
    return chosen | {"data_from": (truncation.day, why)}


def _horizon(choice: Choice) -> dict[str, tuple[Any, str]]:
    why = f"{MOST:.0%} of the conversions come within {choice.most_days:.0f} days of creation"
    if choice.horizon_days < choice.most_days:
        why = f"{why}, but the leads span {choice.span_days:.0f} days only"
    return {"horizon_days": (choice.horizon_days, why)}
