"""``leadscore explain``: one lead's score, and why."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.table import Table
from rich.text import Text

from leadscore.model.config import PEOPLE, load_config
from leadscore.model.errors import UnknownLeadError
from leadscore.model.moments import iso
from leadscore.model.scoring.scoring import Scoring
from leadscore.model.tables.schema import Tables
from leadscore.pipelines.asked import Asked, from_folder, from_here, load_scorer, moment_of, read_to_score
from leadscore.pipelines.edge import console


def explain(
    lead_id: Annotated[str, typer.Argument(help="The lead.")],
    leads: Annotated[str | None, typer.Option(help="Where it is; default: the configured leads.")] = None,
    events: Annotated[str | None, typer.Option(help="Its events; default: the configured ones.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Explain as of this moment; default: the end of the data.")] = None,
    alias: Annotated[str, typer.Option(help="Which model: champion, challenger or previous.")] = "champion",
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Print one lead's score, its reasons and how they add up."""
    settings = load_config(config)
    loaded = load_scorer(settings, alias)
    tables = read_to_score(settings, from_here(leads), from_here(events))
    if lead_id not in tables.leads.ids:
        raise UnknownLeadError(
            f"There is no lead {lead_id!r}, or its row was rejected",
            where=leads or from_folder(settings.leads.path, settings.folder),
            remedy="check the id, run `leadscore check`, or name --leads",
        )
    position = tables.leads.ids.index(lead_id)
    asked = Asked(tables, moment_of(as_of, tables))
    if position not in asked.positions(closed=True):
        raise UnknownLeadError(
            f"The lead {lead_id!r} did not exist yet", where=f"as of {iso(asked.as_of)}", remedy="name a later --as-of"
        )
    scoring = next(asked.scorings(loaded.scorer, np.array([position])))[0]
    show_scoring(scoring, who=people_of(tables, position), model=f"{loaded.stamp['name']} {loaded.stamp['version']}")
    if position not in asked.positions():
        console.print("Note: this lead has an outcome already; the score is that of one still open.", style="yellow")


def people_of(tables: Tables, position: int, parts: Collection[str] = PEOPLE) -> str:
    """What people call the lead, and whose it is: those of the parts that are configured and known."""
    known = {part: tables.people[part].iloc[position] for part in parts if part in tables.people.columns}
    said = {part: value for part, value in known.items() if isinstance(value, str) and value}
    return ", ".join(f"owner {value}" if part == "owner" else value for part, value in said.items())


def show_scoring(scoring: Scoring, *, who: str, model: str) -> None:
    """Print a scoring; the points shown add up to the score."""
    as_of = "" if scoring.as_of is None else f", as of {iso(scoring.as_of)}"
    console.print(Text(f"Lead {scoring.lead_id}{': ' + who if who else ''}"), style="bold")
    console.print(f"Score {scoring.score} (probability {scoring.probability:.1%}) by model {model}{as_of}")
    console.print(f"fit {scoring.fit} · interest {scoring.interest} · context {scoring.context}\n")
    console.print(_sum_of(scoring))
    for warning in scoring.warnings:
        console.print(Text(f"Note: {warning}"), style="yellow")


def _sum_of(scoring: Scoring) -> Table:
    table = Table("points", "why", "axis", show_footer=True)
    table.columns[0].justify = "right"
    table.columns[0].footer, table.columns[1].footer = str(scoring.score), "score"
    table.add_row(str(scoring.start), "where every lead starts", "")
    for reason in scoring.reasons:
        table.add_row(f"{reason.points:+d}", Text(reason.text), reason.axis)
    if scoring.other_points:
        table.add_row(f"{scoring.other_points:+d}", "all other signals together", "")
    if scoring.beyond_scale:
        table.add_row(f"{scoring.beyond_scale:+d}", "beyond the scale of 0 to 100", "")
    return table
