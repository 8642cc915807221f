"""``leadscore demo``: the whole main job on a made-up funnel, from files to the leads to call first."""

from pathlib import Path
from typing import Annotated, Any

import pyarrow.parquet as pq
import typer
from rich.table import Table
from rich.text import Text

from leadscore.model.config import load_config
from leadscore.model.data.tables.to_score import LeadSources, select_leads
from leadscore.model.errors import SourceError
from leadscore.model.scoring.language import wording_from
from leadscore.pipelines.check import check
from leadscore.pipelines.console.terminal import console, now, registry_of, say_next
from leadscore.pipelines.explain import people_of
from leadscore.pipelines.init import init
from leadscore.pipelines.promote import promote
from leadscore.pipelines.sample import sample
from leadscore.pipelines.score import score
from leadscore.pipelines.train import train

_TOP = 10
_REASONS = 2


def demo(
    folder: Annotated[Path, typer.Option(file_okay=False, help="Where to; must not exist yet or be empty.")] = Path(
        "demo"
    ),
    leads: Annotated[int, typer.Option(min=1_000, help="Number of made-up leads.")] = 6_000,
) -> None:
    """Make a sample, look at it, check it, train, promote and score: the main job in one go."""
    if folder.exists() and any(folder.iterdir()):
        raise SourceError(
            "The demo's folder is not empty", where=str(folder), remedy="name another with --folder, or `make clean`"
        )
    folder.mkdir(parents=True, exist_ok=True)
    config, scores = folder / "leadscore.toml", folder / "scores.parquet"
    files = {name: folder / f"{name}.csv" for name in ("leads", "events", "outcomes")}
    _say("1 of 6: leadscore sample")
    sample(leads=leads, out=folder)
    _say("2 of 6: leadscore init")
    init(str(files["leads"]), events=str(files["events"]), outcomes=str(files["outcomes"]), config=config)
    _say("3 of 6: leadscore check")
    check(config=config)
    _say("4 of 6: leadscore train")
    train(config=config)
    _say("5 of 6: leadscore promote")
    promote(config=config)
    _say("6 of 6: leadscore score")
    score(str(files["leads"]), out=scores, config=config)
    best = sorted(pq.read_table(scores).to_pylist(), key=lambda row: (-row["score"], -row["probability"]))[:_TOP]
    _show_best(best, config)
    _show_next(best[0]["lead_id"], scores, config)


def _say(step: str) -> None:
    console.rule(f"[bold]{step}", align="left")


def _show_best(best: list[dict[str, Any]], config: Path) -> None:
    settings = load_config(config)
    wording, tables = wording_from(settings), select_leads(settings, LeadSources(), not_after=now()).tables
    position = {lead_id: index for index, lead_id in enumerate(tables.leads.ids)}
    columns = (wording.say(f"verbs.{name}") for name in ("score", "probability", "lead", "who", "because"))
    table = Table(*columns, title=wording.say("verbs.best_leads"))
    for row in best:
        because = "\n".join(f"{reason['points']:+d} {reason['text']}" for reason in row["reasons"][:_REASONS])
        who = people_of(tables, position[row["lead_id"]], wording, ("name", "company"))
        rate = wording.formats.percent(row["probability"], 0)
        table.add_row(str(row["score"]), rate, row["lead_id"], Text(who), Text(because))
    console.print(table)


def _show_next(first: str, scores: Path, config: Path) -> None:
    settings = load_config(config)
    wording = wording_from(settings)
    console.print(wording.say("verbs.all_scores", path=scores), markup=False)
    console.print(wording.say("verbs.registry", place=registry_of(settings).location), markup=False)
    say_next(wording, config, f"explain {first}", "serve")
