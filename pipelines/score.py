"""``leadscore score``: score a file of leads with the champion."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import pandas as pd
import typer

from leadscore.model.config import load_config
from leadscore.model.data.tables import UnusableError, gather, write_rejects
from leadscore.model.data.tables.to_score import LeadSources, read_options, select_leads
from leadscore.model.registry.registered import RegisteredScorer, load_scorer
from leadscore.model.scoring.batch import Batch, score_batch
from leadscore.model.scoring.batch_summary import summarised
from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.score_files.writing import ScoreFile, Stamp
from leadscore.model.scoring.scorer import INCLUDES, Include
from leadscore.model.timestamps import iso, minute
from leadscore.pipelines.console.batches import summary_path, tell_odd
from leadscore.pipelines.console.data_end import show_data_end
from leadscore.pipelines.console.outputs import require_output
from leadscore.pipelines.console.scorings import route_text
from leadscore.pipelines.console.terminal import (
    console,
    latest_believable,
    now,
    progress_bar,
    registry_of,
    warn_of,
    wording_for,
)


def score(
    file: Annotated[str, typer.Argument(help="Leads: a file, or `SQLAlchemy-URL::table`.")],
    out: Annotated[Path, typer.Option(help="Where to: .csv or .parquet.")],
    events: Annotated[str | None, typer.Option(help="Their events; default: the configured ones.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Score as of this moment; default: the end of the data.")] = None,
    include: Annotated[str, typer.Option(help=f"Make these, too, with commas between: {', '.join(INCLUDES)}.")] = "",
    closed: Annotated[bool, typer.Option("--all", help="Score leads with an outcome, too.")] = False,
    alias: Annotated[str, typer.Option(help="Which model: champion, challenger or previous.")] = "champion",
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Score leads, the open ones by default, and write one row per lead with points and reasons."""
    settings, sources = load_config(config), LeadSources.parse(file, events, folder=Path.cwd())
    for written in (out, _rejects_of(out), summary_path(out)):
        require_output(written, settings, config, *filter(None, (sources.leads, sources.events)))
    wording = wording_for(settings)
    model = load_scorer(registry_of(settings), alias, threads=settings.learning.threads)
    warn_of(model.warning, wording)
    try:
        selection = select_leads(
            settings, sources, as_of=as_of, not_after=latest_believable(), outcomes_needed=not closed
        )
    except UnusableError as error:
        _write_failures(error.rejects, out, wording)
        raise
    warn_of(selection.warning, wording)
    if as_of is None:
        show_data_end(selection.tables.end, wording)
    batch = selection.batch(selection.positions(closed=closed))
    read = read_options(
        settings,
        selection.tables,
        include=_wanted(include),
        all_leads=sources.are_all(settings),
        not_after=latest_believable(),
    )
    stamp, decided = Stamp(iso(now()), model.identity), Counter[tuple[str, str]]()
    with ScoreFile(out, stamp) as target, progress_bar() as progress:
        task = progress.add_task(wording.say("verbs.scoring"), total=len(batch))
        for scorings in score_batch(model.scorer, batch, options=read.options):
            target.write(scorings, [str(uuid4()) for _ in scorings])
            decided.update(made for scoring in scorings for made in _decisions(scoring, wording))
            progress.advance(task, len(scorings))
    console.print(_summary(batch, out, model, wording), markup=False, soft_wrap=True)
    _show_counts(decided, wording)
    tell_odd(summarised(model.scorer.bundle, batch), selection.tables.matches, out, wording)
    _write_failures(gather([selection.tables.rejects, read.rejects]), out, wording)


def _show_counts(decided: Counter[tuple[str, str]], wording: Wording) -> None:
    count = wording.formats.count
    for key in ("grade", "route"):
        if counts := [f"{value} {count(decided[key, value])}" for of, value in sorted(decided) if of == key]:
            console.print(wording.say(f"verbs.by_{key}", counts=", ".join(counts)), soft_wrap=True)


def _write_failures(failures: pd.DataFrame, out: Path, wording: Wording) -> None:
    if len(failures):
        rejects = _rejects_of(out)
        write_rejects(failures, rejects)
        text = wording.say("verbs.failures_written", count=len(failures), path=rejects)
        console.print(text, markup=False, soft_wrap=True)


def _rejects_of(out: Path) -> Path:
    return out.with_suffix(".rejects.csv")


def _wanted(text: str) -> frozenset[Include]:
    named = {name.strip() for name in text.split(",")} - {""}
    if unknown := sorted(named.difference(INCLUDES)):
        raise typer.BadParameter(f"--include does not know {', '.join(unknown)}; it takes {', '.join(INCLUDES)}")
    return frozenset(name for name in INCLUDES if name in named)


def _decisions(scoring: Scoring, wording: Wording) -> Iterator[tuple[str, str]]:
    """What is counted of a scoring; nothing by a model that was made before there were grades."""
    if scoring.grade is not None and scoring.decision is not None:
        yield "grade", scoring.grade
        yield "route", route_text(scoring.decision.route, wording)


def _summary(batch: Batch, out: Path, model: RegisteredScorer, wording: Wording) -> str:
    key = "verbs.scored_as_of" if model.scorer.bundle.spec.dated else "verbs.scored"
    scored = wording.say(key, count=len(batch), moment=minute(batch.as_of), version=model.version, path=out)
    created = batch.leads.created_at
    later = 0 if created is None else int((created > batch.as_of).sum())
    left_out = {"left_out": len(batch.leads) - len(batch) - later, "left_out_later": later}
    return " ".join([scored, *(wording.say(f"verbs.{key}", count=count) for key, count in left_out.items() if count)])
