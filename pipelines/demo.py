"""``leadscore demo``: the whole main job on a made-up funnel, from files to the leads to call first."""

from pathlib import Path
from typing import Annotated, Any

import pyarrow.parquet as pq
import typer
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from leadscore.model.config import load_config
from leadscore.model.data.tables.to_score import LeadSources, select_leads
from leadscore.model.errors import SourceError
from leadscore.model.scoring.language import SHIPPED, Wording, wording_from, wording_in
from leadscore.pipelines.check import check
from leadscore.pipelines.console.terminal import LANGUAGE_HELP, console, latest_believable, registry_of, say_next
from leadscore.pipelines.explain import people_of
from leadscore.pipelines.init import init
from leadscore.pipelines.promote import promote
from leadscore.pipelines.sample import sample
from leadscore.pipelines.score import score
from leadscore.pipelines.train import train

_STEPS = 6
_TOP = 10
_REASONS = 2


def demo(
    folder: Annotated[Path, typer.Option(file_okay=False, help="Where to; must not exist yet or be empty.")] = Path(
        "demo"
    ),
    leads: Annotated[int, typer.Option(min=1_000, help="Number of made-up leads.")] = 6_000,
    language: Annotated[str, typer.Option(help=LANGUAGE_HELP)] = "en",
) -> None:
    """Make a sample, look at it, check it, train, promote and score: the main job in one go."""
    if folder.exists() and any(folder.iterdir()):
        raise SourceError(
            "The demo's folder is not empty", where=str(folder), remedy="name another with --folder, or `make clean`"
        )
    # the configuration will stand in another folder than the one that a path is named from
    language = language if language in SHIPPED else str(Path(language).resolve())
    wording = wording_in(language)
    folder.mkdir(parents=True, exist_ok=True)
    config, scores = folder / "leadscore.toml", folder / "scores.parquet"
    files = {name: folder / f"{name}.csv" for name in ("leads", "events", "outcomes")}
    _say(1, "leadscore sample", wording)
    sample(leads=leads, out=folder, language=language)
    _say(2, "leadscore init", wording)
    leads_file, events, outcomes = map(str, files.values())
    init(leads_file, events=events, outcomes=outcomes, config=config, language=language)
    _say(3, "leadscore check", wording)
    check(config=config)
    _say(4, "leadscore train", wording)
    train(config=config)
    _say(5, "leadscore promote", wording)
    promote(config=config)
    _say(6, "leadscore score", wording)
    score(leads_file, out=scores, config=config)
    best = sorted(pq.read_table(scores).to_pylist(), key=lambda row: (-row["score"], -row["probability"]))[:_TOP]
    _show_best(best, config)
    _show_next(best[0]["lead_id"], scores, config)


def _say(number: int, command: str, wording: Wording) -> None:
    step = wording.say("verbs.step", number=number, count=_STEPS, command=command)
    console.rule(f"[bold]{escape(step)}", align="left")


def _show_best(best: list[dict[str, Any]], config: Path) -> None:
    settings = load_config(config)
    wording = wording_from(settings)
    tables = select_leads(settings, LeadSources(), not_after=latest_believable()).tables
    position = {lead_id: index for index, lead_id in enumerate(tables.leads.ids)}
    columns = (wording.say(f"verbs.{name}") for name in ("score", "probability", "lead", "who", "because"))
    table = Table(*columns, title=wording.say("verbs.best_leads"))
    for row in best:
        reasons = row["reasons"][:_REASONS]
        because = "\n".join(f"{wording.formats.points(reason['points'])} {reason['text']}" for reason in reasons)
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
