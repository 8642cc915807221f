"""``leadscore train``: learn a model, evaluate it on later leads, and register it as challenger."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.card import filled
from leadscore.model.config import Config, load_config
from leadscore.model.data.tables import read_tables
from leadscore.model.data.tables.tables import Tables
from leadscore.model.learning import training as learning
from leadscore.model.learning.baselines.point_rules import check_point_rules
from leadscore.model.learning.evaluation import slicings
from leadscore.model.learning.promotion.champion_tables import read_champion_tables
from leadscore.model.learning.search import Found, SearchProblem, TrialsSoFar
from leadscore.model.learning.search import search as search_hyperparameters
from leadscore.model.learning.training import TrainingContext
from leadscore.model.registry import Registry
from leadscore.model.registry.promoting import read_champion
from leadscore.model.registry.publishing import publish_training
from leadscore.model.scoring.language import Message, Wording
from leadscore.pipelines.console.cards import show_card
from leadscore.pipelines.console.data_end import show_data_end
from leadscore.pipelines.console.terminal import (
    console,
    latest_believable,
    progress_bar,
    registry_of,
    say_next,
    warn,
    wording_for,
)


def train(
    search: Annotated[
        float | None, typer.Option(min=0, help="Minutes to look for better settings of the learner first.")
    ] = None,
    reset_thresholds: Annotated[
        bool, typer.Option("--reset-cuts", help="Let grades begin at new cuts, whatever the champion's are.")
    ] = False,
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Learn from past leads, judge the model on later ones, and register it as challenger."""
    settings = load_config(config)
    registry, wording = registry_of(settings), wording_for(settings)
    with progress_bar() as progress:
        task = progress.add_task(wording.say("verbs.reaching"), total=None)
        registry.prepare()
        progress.update(task, description=wording.say("verbs.reading"))
        tables = read_tables(settings, not_after=latest_believable())
        # a bad rule, or a column that does not exist, fails before hours of training
        check_point_rules(settings.point_rules, tables, settings)
        slicings(tables, settings)

        def report(step: str) -> None:
            progress.update(task, advance=1, description=step)

        def report_step(step: Message) -> None:
            report(step.said(wording))

        training_context = replace(
            _training_context(registry, settings, tables, wording), reset_thresholds=reset_thresholds
        )
        if search is not None:
            on_trial = partial(_report_trial, report, wording)
            training_context = replace(
                training_context, search=lambda problem: _searched(problem, search, settings.folder, on_trial)
            )
        training = learning.train(tables, settings, training_context=training_context, progress=report_step)
        progress.update(task, description=wording.say("verbs.registering"))
        published = publish_training(registry, training, config)
    show_data_end(tables.end, wording)
    show_card(training.bundle.card, wording)
    console.print()
    console.print(wording.say("verbs.registered", version=published.version, place=registry.location), markup=False)
    ready = filled(training.bundle.card.verdict).readiness != "not_ready"
    say_next(wording, config, "report", *(["promote"] if ready else []))


def _training_context(registry: Registry, config: Config, tables: Tables, wording: Wording) -> TrainingContext:
    """What the champion leaves to its successor; says what is left behind."""
    champion = read_champion(registry, wording)
    if champion.unreadable:
        warn(wording.say("verbs.champion_unreadable", why=champion.unreadable))
    context = TrainingContext.after(champion.candidate, config)
    if champion.candidate is not None and context.reference is None:
        console.print(wording.say("verbs.other_question"))
    if context.champion is None:
        return context
    bundles = (context.champion.shipped, context.champion.twin)
    specs = [bundle.spec for bundle in bundles if bundle is not None]
    return replace(context, champion_tables=read_champion_tables(config, specs, tables, not_after=latest_believable()))


def _searched(problem: SearchProblem, minutes: float, folder: Path, on_trial: Callable[[TrialsSoFar], None]) -> Found:
    """Search for so long; what was tried is kept beside the configuration, so that a search can go on."""
    ends = time.monotonic() + minutes * 60
    storage = folder / ".leadscore" / f"search-{version('leadscore')}.journal"
    storage.parent.mkdir(exist_ok=True)
    return search_hyperparameters(problem, storage=storage, stop=lambda _: time.monotonic() >= ends, progress=on_trial)


def _report_trial(report: Callable[[str], None], wording: Wording, so_far: TrialsSoFar) -> None:
    best, default = (wording.formats.number(loss, 4) for loss in (so_far.best, so_far.default))
    report(wording.say("verbs.trial", number=so_far.trials, best=best, default=default))
