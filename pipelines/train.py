"""``leadscore train``: learn a model, judge it forward in time, and register it as challenger."""

import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.card import filled
from leadscore.model.config import Config, load_config
from leadscore.model.data.tables import read_tables
from leadscore.model.learning import training as learning
from leadscore.model.learning.baselines.point_rules import check_point_rules
from leadscore.model.learning.evaluation import slicings
from leadscore.model.learning.search import Found, SearchProblem, TrialsSoFar
from leadscore.model.learning.search import search as search_hyperparameters
from leadscore.model.learning.training import TrainingContext
from leadscore.model.registry import Registry
from leadscore.model.registry.candidates import read_champion
from leadscore.model.registry.publishing import publish_training
from leadscore.pipelines.console.cards import show_card
from leadscore.pipelines.console.terminal import console, for_config, now, progress_bar, registry_of, warn


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
    registry = registry_of(settings)
    with progress_bar() as progress:
        task = progress.add_task("reaching the registry", total=None)
        registry.prepare()
        progress.update(task, description="reading tables")
        tables = read_tables(settings, not_after=now())
        # a bad rule, or a column that does not exist, fails before hours of training
        check_point_rules(settings.point_rules, tables, settings)
        slicings(tables, settings)

        def report(step: str) -> None:
            progress.update(task, advance=1, description=step)

        training_context = replace(_training_context(registry, settings), reset_thresholds=reset_thresholds)
        if search is not None:
            training_context = replace(
                training_context, search=lambda problem: _searched(problem, search, settings.folder, report)
            )
        training = learning.train(tables, settings, training_context=training_context, progress=report)
        progress.update(task, description="registering")
        published = publish_training(registry, training, config)
    show_card(training.bundle.card)
    same = for_config(config)
    console.print(f"\nRegistered as version {published.version}, challenger, in {registry.location}")
    console.print(f"Next: [bold]leadscore report{same}[/bold]", soft_wrap=True)
    if filled(training.bundle.card.verdict).readiness != "not_ready":
        console.print(f"  or: [bold]leadscore promote{same}[/bold]", soft_wrap=True)


def _training_context(registry: Registry, config: Config) -> TrainingContext:
    """What the champion leaves to its successor; says what is left behind."""
    champion = read_champion(registry)
    if champion.unreadable:
        kept = "nor its scale of points and its grades kept"
        warn(f"The champion cannot be read, so nothing is compared with it, {kept}: {champion.unreadable}")
    context = TrainingContext.after(champion.candidate, config)
    if champion.candidate is not None and context.reference is None:
        console.print("The champion answers another question; 50 points now stand for this data's conversion rate.")
    return context


def _searched(problem: SearchProblem, minutes: float, folder: Path, report: Callable[[str], None]) -> Found:
    """Search for so long; what was tried is kept beside the configuration, so that a search can go on."""
    ends = time.monotonic() + minutes * 60

    def tell(so_far: TrialsSoFar) -> None:
        report(f"trial {so_far.trials}: best log loss {so_far.best:.4f}, default {so_far.default:.4f}")

    storage = folder / ".leadscore" / f"search-{version('leadscore')}.journal"
    storage.parent.mkdir(exist_ok=True)
    return search_hyperparameters(problem, storage=storage, stop=lambda _: time.monotonic() >= ends, progress=tell)
