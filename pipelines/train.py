"""``leadscore train``: learn a model, judge it, and register it as challenger."""

import platform
import shutil
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.table import Table

from leadscore.model.config import Config, load_config
from leadscore.model.errors import BundleError, RegistryError
from leadscore.model.learning import training as learning
from leadscore.model.learning.card import question
from leadscore.model.learning.plots import draw_plots
from leadscore.model.learning.training import N_FOLDS, Training
from leadscore.model.registry import Published, Registry, Run
from leadscore.model.scoring.bundle import load_bundle, write_bundle
from leadscore.model.tables.validation import read_tables
from leadscore.pipelines.edge import console, for_config, now, progress_bar, registry_of

_LIBRARIES = ("leadscore", "lightgbm", "numpy", "pandas", "scikit-learn", "duckdb", "pandera", "mlflow")
_STEPS = 3 + 2 * (N_FOLDS + 2)
_NAMES = {"model": "this model", "base_rate": "base rate", "logistic": "logistic regression"}
_SHOWN = {
    "roc_auc": "ROC AUC",
    "pr_auc": "PR AUC",
    "log_loss": "log loss",
    "brier": "Brier",
    "calibration_slope": "calibration slope",
    "calibration_intercept": "calibration intercept",
    "lift_at_10": "lift at 10 %",
    "capture_at_20": "capture at 20 %",
}


def train(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Learn from past leads, judge the model on later ones, and register it as challenger."""
    settings = load_config(config)
    registry = registry_of(settings)
    with progress_bar() as progress:
        task = progress.add_task("reaching the registry", total=_STEPS)
        registry.prepare()
        progress.update(task, description="reading tables")

        def report(step: str) -> None:
            progress.update(task, advance=1, description=step)

        tables = read_tables(settings, not_after=now())
        reference = _champions_reference(registry, settings)
        training = learning.train(tables, settings, reference=reference, progress=report)
        progress.update(task, description="registering")
        published = _publish(registry, training, config)
        report("done")
    show_card(training.bundle.card)
    console.print(f"\nRegistered as version {published.version}, challenger, in {registry.location}")
    console.print(f"Next: [bold]leadscore promote{for_config(config)}[/bold]")


def show_card(card: Mapping[str, Any]) -> None:
    """Print what a model was judged by, beside its rivals."""
    console.print(_evaluated_on(card))
    table = Table("", *(_NAMES[name] for name in card["metrics"]))
    for metric, label in _SHOWN.items():
        table.add_row(label, *(_figure(card["metrics"][name][metric]) for name in card["metrics"]))
    console.print(table)
    for rival, gap in card["log_loss_difference"].items():
        console.print(f"log loss minus that of the {_NAMES[rival]}: {_figure(gap)} (below zero is better)")
    if card["by_age"]:
        console.print(_by_age(card["by_age"]))


def _by_age(bands: Sequence[Mapping[str, Any]]) -> Table:
    """Age alone ranks leads well, since old ones seldom convert; within an age it is harder, and truer."""
    table = Table("age of the lead", "leads", "converted", "ROC AUC", "log loss", "lift at 10 %")
    for band in bands:
        figures = (_figure(band[metric]) for metric in ("roc_auc", "log_loss", "lift_at_10"))
        until = "days and more" if band["until_days"] is None else f"to {band['until_days']} days"
        age = f"{band['from_days']} {until}"
        table.add_row(age, f"{band['leads']:,}", f"{band['typical']:.1%}", *figures)
    return table


def _evaluated_on(card: Mapping[str, Any]) -> str:
    training, held_out, split = card["split"]["training"], card["evaluation"], card["split"]
    since = f" created from {split['test_from'][:10]} on" if split["test_from"] else ""
    until = f", labels known by {split['train_until'][:10]}" if split["train_until"] else ""
    told = {
        "time": "judged forward in time",
        "file_order": "judged on the last leads of the file",
        "random": "judged on a random slice: no date orders the leads, so the future may be worse",
    }[split["kind"]]
    optimistic = " [bold]Optimistic: too few leads for a gap.[/bold]" if split["optimistic"] else ""
    return (
        f"Trained on {training['leads']:,} leads ({training['converted_leads']:,} converted{until}), {told}: "
        f"{held_out['leads']:,} leads{since} ({held_out['converted_leads']:,} converted). "
        f"Mean prediction {held_out['mean_prediction']:.1%}, observed {held_out['typical']:.1%}.{optimistic}\n"
        f"What is registered was then trained on all {card['training']['leads']:,} leads whose label is known."
    )


def _figure(value: Mapping[str, float | None]) -> str:
    if value["value"] is None:
        return "–"
    if value["low"] is None:
        return f"{value['value']:.3f}"
    to = "–" if value["low"] >= 0 else " to "
    return f"{value['value']:.3f} ({value['low']:.3f}{to}{value['high']:.3f})"


def _champions_reference(registry: Registry, config: Config) -> float | None:
    """The champion's reference log-odds, so that a 70 means the same odds next quarter; None without a champion.

    A champion with another horizon or target speaks of other odds; its reference is left behind, and that is said.
    """
    try:
        bundle = load_bundle(registry.resolve("champion").folder)
    except RegistryError:
        return None
    except BundleError as error:
        console.print(f"{error.what}; 50 points now stand for this data's conversion rate.", markup=False)
        return None
    if bundle.card["question"] == question(config):
        return bundle.reference
    console.print("The champion answers another question; 50 points now stand for this data's conversion rate.")
    return None


def _publish(registry: Registry, training: Training, config: Path) -> Published:
    with TemporaryDirectory() as temporary:
        folder, files = Path(temporary, "bundle"), Path(temporary, "files")
        files.mkdir()
        write_bundle(training.bundle, folder, provenance=_provenance(training))
        shutil.copy(config, files / "leadscore.toml")
        draw_plots(training.bundle.card, training.bundle.spec, training.explained, files)
        return registry.publish(_run(training, files), folder, training.bundle.spec)


def _provenance(training: Training) -> dict[str, Any]:
    libraries = {name: version(name) for name in _LIBRARIES}
    return {"libraries": libraries, "python": platform.python_version(), "data": training.bundle.card["data"]["sha256"]}


def _run(training: Training, files: Path) -> Run:
    card = training.bundle.card
    metrics = {
        f"{name}.{metric}.{part}": number
        for name, figures in card["metrics"].items()
        for metric, figure in figures.items()
        for part, number in figure.items()
        if number is not None
    }
    params = {"horizon_days": card["horizon_days"], "seed": card["seed"], "split": card["split"]["kind"]}
    learner = {f"learner.{key}": value for key, value in card["learner"].items()}
    counted = {f"training.{key}": value for key, value in card["training"].items()}
    tags = {"data_fingerprint": card["data"]["sha256"], "trained_until": str(card["trained_until"])}
    return Run("train", {**params, **learner, **counted, "features": card["features"]}, metrics, tags, files)
