"""``leadscore explain``: one lead's score, why, how sure, and what to do about it."""

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from leadscore.model.config import PEOPLE, load_config
from leadscore.model.data.tables.tables import Tables
from leadscore.model.data.tables.to_score import LeadSources, read_options, select_leads
from leadscore.model.registry import Registry
from leadscore.model.registry.registered import RegisteredScorer, bundle_that_scored, load_scorer
from leadscore.model.scoring.batch import Batch, score_batch
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.score_change import ScoredBefore, Today, score_change_since
from leadscore.model.scoring.score_files.reading import read_scored_before
from leadscore.model.scoring.scorer import INCLUDES, Include
from leadscore.model.timestamps import minute
from leadscore.pipelines.console.batches import tell_unmet
from leadscore.pipelines.console.data_end import show_data_end
from leadscore.pipelines.console.scorings import show_score_change, show_scoring, show_summary
from leadscore.pipelines.console.terminal import (
    console,
    latest_believable,
    registry_of,
    say_next,
    warn,
    warn_of,
    wording_for,
)


def explain(
    lead_id: Annotated[str, typer.Argument(help="The lead.")],
    leads: Annotated[str | None, typer.Option(help="Where it is; default: the configured leads.")] = None,
    events: Annotated[str | None, typer.Option(help="Its events; default: the configured ones.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Explain as of this moment; default: the end of the data.")] = None,
    since: Annotated[
        Path | None, typer.Option(help="An earlier score file: tell why the score moved since then, too.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Print everything: how the points add up, how sure, and all advice.")
    ] = False,
    alias: Annotated[str, typer.Option(help="Which model: champion, challenger or previous.")] = "champion",
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Print whether to call one lead, its chance, why, and what to ask and say; --full prints all behind it."""
    settings, sources = load_config(config), LeadSources.parse(leads, events, folder=Path.cwd())
    before = None if since is None else read_scored_before(since, lead_id)
    wording = wording_for(settings)
    model = load_scorer(registry_of(settings), alias, threads=settings.learning.threads)
    warn_of(model.warning, wording)
    selection = select_leads(settings, sources, as_of=as_of, not_after=latest_believable())
    warn_of(selection.warning, wording)
    if as_of is None and selection.tables.end is not None and selection.tables.end.strays:
        show_data_end(selection.tables.end, wording)
    tables = selection.tables
    tell_unmet(tables.matches, wording)
    position = selection.position_of(lead_id, where=sources.shown(settings))
    include: frozenset[Include] = frozenset(INCLUDES if full else ("summary",))
    read = read_options(
        settings, tables, include=include, all_leads=sources.are_all(settings), not_after=latest_believable()
    )
    batch = selection.batch(np.array([position]))
    scoring = next(score_batch(model.scorer, batch, options=read.options))[0]
    people = people_of(tables, position, wording)
    show_summary(scoring, wording, who=people)
    if full:
        show_scoring(scoring, wording, model=f"{model.name} {model.version}")
    else:
        console.print()
        say_next(wording, config, f"explain {lead_id} --full")
    if before is not None:
        _show_change(before, _today(batch, model), registry_of(settings), wording)
    if uncounted := len(read.rejects):
        warn(wording.say("verbs.overrides_uncounted", count=uncounted))
    if position not in selection.positions():
        console.print(wording.say("verbs.has_outcome"), style="yellow")


def _show_change(before: ScoredBefore, today: Today, registry: Registry, wording: Wording) -> None:
    find_bundle = partial(bundle_that_scored, registry)
    change = score_change_since(before, today, find_bundle, wording_of(today.bundle.spec))
    show_score_change(change, wording, since="" if before.as_of is None else minute(before.as_of))


def people_of(tables: Tables, position: int, wording: Wording, parts: Collection[str] = PEOPLE) -> str:
    """What people call the lead, and whose it is: those of the parts that are configured and known."""
    known = {part: tables.people[part].iloc[position] for part in parts if part in tables.people.columns}
    said = {part: value for part, value in known.items() if isinstance(value, str) and value}
    return ", ".join(
        wording.say("scorings.owner", name=value) if part == "owner" else value for part, value in said.items()
    )


def _today(batch: Batch, model: RegisteredScorer) -> Today:
    leads, events = batch.leads.take(batch.positions), batch.events.take_leads(batch.positions)
    return Today(model.scorer.bundle, model.version, leads, events, batch.as_of)
