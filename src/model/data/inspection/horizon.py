"""How to learn from an export: the horizon, the split and the first day that fit its dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from leadscore.model.config import LeadsSettings, LearningSettings, OutcomesSettings
from leadscore.model.data.quality.conversions import Watched
from leadscore.model.data.quality.delays import find_truncation
from leadscore.model.data.quality.horizon import MOST, Choice, choose_horizon, longest_horizon
from leadscore.model.data.sources.casting import literal, moment_sql, quoted, text_sql
from leadscore.model.data.sources.sources import Source
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import DAY, NEVER

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


def choose_learning(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    leads: LeadsSettings,
    winners: Winners,
    wording: Wording,
    *,
    until: int | None,
) -> tuple[LearningSettings, dict[str, str]]:
    """How to learn from an export, and why, by key of the configuration.

    Args:
        connection: Where the export is open.
        source: The leads.
        leads: What their columns mean.
        winners: Which of them converted, and when.
        wording: The language of the reasons.
        until: The end of the data; None without dates.
    """
    if leads.created_at is None:
        why = wording.say("inspection.no_dates")
        return LearningSettings(split="random"), {"learning.split": why}
    chosen: dict[str, tuple[Any, str]] = {"split": ("time", wording.say("inspection.by_time"))}
    watched = None if until is None else _watched(connection, source, leads, winners, until=until)
    if watched is not None and winners.dated and watched.converted.any():
        chosen |= _of_delays(watched, wording)
    elif watched is not None and not winners.dated:
        chosen |= _of_span(watched, wording)
    values = {key: value for key, (value, _) in chosen.items()}
    return LearningSettings.model_validate(values), {f"learning.{key}": why for key, (_, why) in chosen.items()}


def _watched(
    connection: duckdb.DuckDBPyConnection, source: Source, leads: LeadsSettings, winners: Winners, *, until: int
) -> Watched:
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
    return Watched.of(created, won, until=until)


def _of_delays(leads: Watched, wording: Wording) -> dict[str, tuple[Any, str]]:
    """The first day and the horizon; leads from before conversions were recorded look as if none had converted."""
    truncation = find_truncation(leads)
    choice = choose_horizon(leads if truncation is None else leads.since(truncation.before))
    chosen = {} if choice is None else _horizon(choice, wording)
    if truncation is None:
        return chosen
    return chosen | {"data_from": (truncation.day, wording.say("inspection.recorded_since"))}


def _of_span(leads: Watched, wording: Wording) -> dict[str, tuple[Any, str]]:
    """Where nobody knows when leads converted: the longest round horizon that the data allow, up to the usual one."""
    usual = LearningSettings().horizon_days
    allowed, span_days = longest_horizon(leads)
    days = min(allowed, usual)
    key = "horizon_undated_short" if days < usual else "horizon_undated"
    return {"horizon_days": (days, wording.say(f"inspection.{key}", days=str(days), span=f"{span_days:.0f}"))}


def _horizon(choice: Choice, wording: Wording) -> dict[str, tuple[Any, str]]:
    key = "horizon_short" if choice.horizon_days < choice.most_days else "horizon"
    days, span, share = f"{choice.most_days:.0f}", f"{choice.span_days:.0f}", wording.formats.percent(MOST, 0)
    why = wording.say(f"inspection.{key}", share=share, days=days, span=span)
    return {"horizon_days": (choice.horizon_days, why)}
