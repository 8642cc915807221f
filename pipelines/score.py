"""``leadscore score``: score a file of leads with the champion."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from leadscore.model.config import load_config
from leadscore.model.data.tables import gather, write_rejects
from leadscore.model.numbers import counted
from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.score_files.writing import ScoreFile, Stamp
from leadscore.model.scoring.scorer import INCLUDES, Include
from leadscore.model.timestamps import iso, minute
from leadscore.pipelines.asked import (
    LeadSelection,
    Loaded,
    from_here,
    is_whole,
    load_scorer,
    moment_of,
    read_options,
    read_to_score,
)
from leadscore.pipelines.console.scorings import route_told
from leadscore.pipelines.console.terminal import console, now, progress_bar


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
    settings = load_config(config)
    loaded = load_scorer(settings, alias)
    tables = read_to_score(settings, from_here(file), from_here(events), outcomes_needed=not closed)
    asked = LeadSelection(tables, moment_of(as_of, tables))
    chosen = asked.positions(closed=closed)
    beside = read_options(settings, tables, include=_wanted(include), whole=is_whole(settings, from_here(file)))
    stamp, decided = Stamp(iso(now()), loaded.stamp), Counter[tuple[str, str]]()
    with ScoreFile(out, stamp) as target, progress_bar() as progress:
        task = progress.add_task("scoring", total=len(chosen))
        for scorings in asked.scorings(loaded.scorer, chosen, options=beside.options):
            target.write(scorings, [str(uuid4()) for _ in scorings])
            decided.update(told for scoring in scorings for told in _decisions(scoring))
            progress.advance(task, len(scorings))
    console.print(_summary(len(chosen), asked, out, loaded), soft_wrap=True)
    for key in ("grade", "route"):
        if told := [f"{value} {decided[key, value]:,}" for of, value in sorted(decided) if of == key]:
            console.print(f"By {key}: {', '.join(told)}.", soft_wrap=True)
    failures = gather([tables.rejects, beside.rejects])
    if len(failures):
        rejects = out.with_suffix(".rejects.csv")
        write_rejects(failures, rejects)
        console.print(f"{counted(len(failures), 'failure')} in the input, written to {rejects}", soft_wrap=True)


def _wanted(text: str) -> frozenset[Include]:
    named = {name.strip() for name in text.split(",")} - {""}
    if unknown := sorted(named.difference(INCLUDES)):
        raise typer.BadParameter(f"--include does not know {', '.join(unknown)}; it takes {', '.join(INCLUDES)}")
    return frozenset(name for name in INCLUDES if name in named)


def _decisions(scoring: Scoring) -> Iterator[tuple[str, str]]:
    """What is counted of a scoring; nothing by a model that was made before there were grades."""
    if scoring.grade is not None and scoring.decision is not None:
        yield "grade", scoring.grade
        yield "route", route_told(scoring.decision["route"])


def _summary(scored: int, asked: LeadSelection, out: Path, loaded: Loaded) -> str:
    left = len(asked.tables.leads) - scored
    moment_text = f" as of {minute(asked.as_of)}" if loaded.scorer.bundle.spec.dated else ""
    skipped = f" {left:,} with an outcome (--all scores them) or not there yet were left out." if left else ""
    return f"Scored {scored:,} leads{moment_text} with version {loaded.stamp['version']} into {out}.{skipped}"
