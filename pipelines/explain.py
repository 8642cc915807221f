"""``leadscore explain``: one lead's score, why, how sure, and what to do about it."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from leadscore.model.config import PEOPLE, load_config
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import UnknownLeadError
from leadscore.model.numbers import counted
from leadscore.model.scoring.language import wording_of
from leadscore.model.scoring.score_files.reading import read_scored_before
from leadscore.model.scoring.scorer import INCLUDES
from leadscore.model.timestamps import iso, minute
from leadscore.pipelines.asked import (
    LeadSelection,
    Loaded,
    from_folder,
    from_here,
    is_whole,
    load_scorer,
    moment_of,
    read_options,
    read_to_score,
)
from leadscore.pipelines.console.score_change import Today, score_change_since, show_score_change
from leadscore.pipelines.console.scorings import show_scoring
from leadscore.pipelines.console.terminal import console, registry_of, warn


def explain(
    lead_id: Annotated[str, typer.Argument(help="The lead.")],
    leads: Annotated[str | None, typer.Option(help="Where it is; default: the configured leads.")] = None,
    events: Annotated[str | None, typer.Option(help="Its events; default: the configured ones.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Explain as of this moment; default: the end of the data.")] = None,
    since: Annotated[
        Path | None, typer.Option(help="An earlier score file: tell why the score moved since then, too.")
    ] = None,
    alias: Annotated[str, typer.Option(help="Which model: champion, challenger or previous.")] = "champion",
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Print one lead's score, its reasons and how they add up, the decision, and what to ask and do."""
    settings = load_config(config)
    before = None if since is None else read_scored_before(since, lead_id)
    loaded = load_scorer(settings, alias)
    tables = read_to_score(settings, from_here(leads), from_here(events))
    asked = LeadSelection(tables, moment_of(as_of, tables))
    position = _position(lead_id, asked, where=leads or from_folder(settings.leads.path, settings.folder))
    beside = read_options(settings, tables, include=frozenset(INCLUDES), whole=is_whole(settings, from_here(leads)))
    scoring = next(asked.scorings(loaded.scorer, np.array([position]), options=beside.options))[0]
    show_scoring(scoring, who=people_of(tables, position), model=f"{loaded.stamp['name']} {loaded.stamp['version']}")
    if before is not None:
        today = _today(asked, position, loaded)
        moved = score_change_since(before, today, registry_of(settings), wording_of(loaded.scorer.bundle.spec))
        show_score_change(moved, since="" if before.as_of is None else minute(before.as_of))
    if uncounted := len(beside.rejects):
        rows = f"{counted(uncounted, 'row')} of the overrides {'counts' if uncounted == 1 else 'count'}"
        warn(f"{rows} for nothing; `leadscore score` writes them out.")
    if position not in asked.positions():
        console.print("Note: this lead has an outcome already; the score is that of one still open.", style="yellow")


def people_of(tables: Tables, position: int, parts: Collection[str] = PEOPLE) -> str:
    """What people call the lead, and whose it is: those of the parts that are configured and known."""
    known = {part: tables.people[part].iloc[position] for part in parts if part in tables.people.columns}
    said = {part: value for part, value in known.items() if isinstance(value, str) and value}
    return ", ".join(f"owner {value}" if part == "owner" else value for part, value in said.items())


def _position(lead_id: str, asked: LeadSelection, *, where: str) -> int:
    if lead_id not in asked.tables.leads.ids:
        raise UnknownLeadError(
            f"There is no lead {lead_id!r}, or its row was rejected",
            where=where,
            remedy="check the id, run `leadscore check`, or name --leads",
        )
    position = asked.tables.leads.ids.index(lead_id)
    if position not in asked.positions(closed=True):
        raise UnknownLeadError(
            f"The lead {lead_id!r} did not exist yet", where=f"as of {iso(asked.as_of)}", remedy="name a later --as-of"
        )
    return position


def _today(asked: LeadSelection, position: int, loaded: Loaded) -> Today:
    alone = np.array([position])
    tables = asked.tables
    return Today(
        bundle=loaded.scorer.bundle,
        version=loaded.stamp["version"],
        leads=tables.leads.take(alone),
        events=tables.events.take_leads(alone),
        as_of=asked.as_of,
    )
