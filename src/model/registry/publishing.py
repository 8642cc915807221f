"""Registers a bundle as a new version, with parameters, metrics, plots, report and twin."""

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import distributions, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import leadscore
from leadscore.model.card import Card, filled, plain
from leadscore.model.config import load_config
from leadscore.model.learning.training import Training
from leadscore.model.registry.records import Published, Run
from leadscore.model.registry.registry import TWIN, Registry
from leadscore.model.report.plots import draw_plots
from leadscore.model.report.rendering import read_figures, render_report
from leadscore.model.scoring.bundle import Bundle, write_bundle
from leadscore.model.scoring.language import wording_from

_DIGITS = 12


def code_version() -> str:
    """The version of leadscore, and after a plus sign the start of a SHA-256 over its source files.

    The version alone would be the same before and after an edit of an installation from a checkout.
    """
    package = Path(leadscore.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(_sources(package)):
        digest.update(f"{path.relative_to(package).as_posix()}\n".encode() + path.read_bytes())
    return f"{version('leadscore')}+{digest.hexdigest()[:_DIGITS]}"


def environment() -> str:
    """Every installed package with its version, one a line, as pip reads them."""
    pinned = {f"{found.name}=={found.version}" for found in distributions()}
    return "\n".join(sorted(pinned, key=str.lower)) + "\n"


def _sources(package: Path) -> Iterator[Path]:
    # an installation from a checkout is made of links, which Path.rglob does not follow
    for folder, below, names in os.walk(package, followlinks=True):
        below[:] = [name for name in below if name != "__pycache__"]
        yield from (Path(folder, name) for name in names)


_LIBRARIES = ("leadscore", "lightgbm", "numpy", "pandas", "scikit-learn", "duckdb", "pandera", "mlflow")


def publish_training(registry: Registry, training: Training, config: Path) -> Published:
    """Register a trained model as challenger, with its twin, its plots and its report."""
    with TemporaryDirectory() as temporary:
        files = Path(temporary, "files")
        files.mkdir()
        card = training.bundle.card
        twin = write_bundle(training.twin, files / TWIN, provenance=_provenance(card))
        bundle = replace(training.bundle, card=replace(card, twin_sha256=twin))
        draw_plots(bundle.spec, training.explained, files, wording_from(load_config(config)), seed=filled(card.seed))
        return _publish(registry, bundle, files, config, name="train")


def publish_revision(registry: Registry, bundle: Bundle, made_beside: Path, config: Path) -> Published:
    """Register a revised model as challenger, with the twin and the plots of the one it was made from.

    Args:
        registry: Where to.
        bundle: The revised model.
        made_beside: The files that the training of that one logged.
        config: The configuration that it was revised by.
    """
    with TemporaryDirectory() as temporary:
        files = Path(shutil.copytree(made_beside, Path(temporary, "files")))
        return _publish(registry, bundle, files, config, name="revise")


def _publish(registry: Registry, bundle: Bundle, files: Path, config: Path, *, name: str) -> Published:
    with TemporaryDirectory() as temporary:
        folder, provenance = Path(temporary, "bundle"), _provenance(bundle.card)
        sha256 = write_bundle(bundle, folder, provenance=provenance)
        shutil.copy(config, files / "leadscore.toml")
        (files / "environment.txt").write_text(environment(), encoding="utf-8")
        (files / "data.json").write_text(json.dumps(plain(filled(bundle.card.data)), indent=1), encoding="utf-8")
        provenance = {**provenance, "sha256": sha256}
        html = render_report(
            bundle.card, wording_from(load_config(config)), figures=read_figures(files), provenance=provenance
        )
        (files / "report.html").write_text(html, encoding="utf-8", newline="\n")
        return registry.publish(_run(bundle, files, name), folder, bundle.spec)


def _provenance(card: Card) -> dict[str, Any]:
    libraries = {name: version(name) for name in _LIBRARIES}
    return {"libraries": libraries, "python": platform.python_version(), "data": filled(card.data).sha256}


def _run(bundle: Bundle, files: Path, name: str) -> Run:
    card = bundle.card
    tags = {
        "code": code_version(),
        "data_fingerprint": filled(card.data).sha256,
        "trained_until": str(card.trained_until),
        "verdict": filled(card.verdict).readiness,
        "python": platform.python_version(),
        **{f"version.{name}": version(name) for name in _LIBRARIES},
    }
    return Run(name, _params(card), _metrics(card), tags, files)


_LOGGED_AS = {"hyperparameters": "knobs"}
"""Names by which runs of earlier releases are compared with later ones."""


def _params(card: Card) -> dict[str, object]:
    data, learner = filled(card.data), plain(filled(card.learner))
    return {
        "horizon_days": card.horizon_days,
        "seed": card.seed,
        "features": card.features,
        "split": filled(card.split).kind,
        **{f"learner.{_LOGGED_AS.get(name, name)}": value for name, value in learner.items()},
        **{f"training.{name}": value for name, value in plain(filled(card.training)).items()},
        **{f"data.rows.{table}": rows for table, rows in data.rows.items()},
        "data.first": data.first,
        "data.last": data.last,
    }


def _metrics(card: Card) -> dict[str, float]:
    return {
        f"{name}.{metric}.{part}": number
        for name, figures in card.metrics.items()
        for metric, figure in plain(figures).items()
        for part, number in (figure or {}).items()
        if number is not None
    }
