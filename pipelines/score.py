"""``leadscore score``: score a file of leads with the champion."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import numpy as np
import typer
from numpy.typing import NDArray

from leadscore.model.config import Config, load_config
from leadscore.model.moments import iso, moment
from leadscore.model.registry import Registry, Resolved
from leadscore.model.score_file import ScoreFile, Stamp
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.scorer import Scorer, Scoring
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import open_leads
from leadscore.model.tables.validation import read_leads
from leadscore.pipelines.edge import console, now, progress_bar, registry_of, warn

_BATCH_LEADS = 10_000


def score(
    file: Annotated[str, typer.Argument(help="Leads: a file, or `SQLAlchemy-URL::table`.")],
    out: Annotated[Path, typer.Option(help="Where to: .csv or .parquet.")],
    events: Annotated[str | None, typer.Option(help="Their events; default: the configured ones.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Score as of this moment; default: the end of the data.")] = None,
    closed: Annotated[bool, typer.Option("--all", help="Score leads with an outcome, too.")] = False,
    alias: Annotated[str, typer.Option(help="Which model: champion, challenger or previous.")] = "champion",
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Score leads, the open ones by default, and write one row per lead with points and reasons."""
    settings = load_config(config)
    loaded = load_scorer(settings, alias)
    tables = read_to_score(settings, from_here(file), from_here(events), with_outcomes=not closed)
    asked = Asked(tables, moment_of(as_of, tables))
    chosen = asked.positions(open_only=not closed)
    stamp = Stamp(iso(now()), loaded.stamp)
    with ScoreFile(out, stamp) as target, progress_bar() as progress:
        task = progress.add_task("scoring", total=len(chosen))
        for scorings in asked.scorings(loaded.scorer, chosen):
            target.write(scorings, [str(uuid4()) for _ in scorings])
            progress.advance(task, len(scorings))
    console.print(_summary(len(chosen), asked, out, loaded))


@dataclass(frozen=True)
class Loaded:
    """A scorer, and which version of which model it is."""

    scorer: Scorer
    stamp: dict[str, str]


def load_scorer(config: Config, alias: str) -> Loaded:
    """The scorer of the model an alias points to; says so where the registry could not be asked.

    Raises:
        RegistryError: There is no such model.
        BundleError: Its bundle is damaged.
    """
    registry: Registry = registry_of(config)
    resolved: Resolved = registry.resolve(alias)
    if resolved.warning:
        warn(resolved.warning)
    scorer = Scorer(load_bundle(resolved.folder), threads=config.learning.threads)
    return Loaded(scorer, {"name": config.mlflow.model, "version": resolved.version, "sha256": resolved.sha256})


def from_here(path: str | None) -> str | None:
    """A path given on the command line, made independent of the configuration's folder."""
    return path if path is None or "::" in path else str(Path(path).resolve())


def read_to_score(config: Config, leads: str | None, events: str | None, *, with_outcomes: bool) -> Tables:
    """The leads to score; without paths those of the configuration."""
    configured = config.events.path if config.events else None
    return read_leads(
        config, leads or config.leads.path, events or configured, with_outcomes=with_outcomes, not_after=now()
    )


def moment_of(as_of: str | None, tables: Tables) -> int:
    """The moment asked for, else the first one after the data: everything in them is known then."""
    if as_of is not None:
        return moment(as_of)
    return 0 if tables.data_until is None else tables.data_until + 1


@dataclass(frozen=True)
class Asked:
    """Which leads are to be scored as of when."""

    tables: Tables
    as_of: int

    def positions(self, *, open_only: bool) -> NDArray[np.int64]:
        """Positions of the leads to score."""
        wanted = open_leads(self.tables, self.as_of) if open_only else np.ones(len(self.tables.leads), dtype=bool)
        return np.flatnonzero(wanted)

    def scorings(self, scorer: Scorer, positions: NDArray[np.int64]) -> Iterator[list[Scoring]]:
        """Scorings in parts of bounded size."""
        for start in range(0, len(positions), _BATCH_LEADS):
            part = positions[start : start + _BATCH_LEADS]
            as_of = np.full(len(part), self.as_of)
            yield scorer.score(self.tables.leads.take(part), self.tables.events.take_leads(part), as_of)


def _summary(scored: int, asked: Asked, out: Path, loaded: Loaded) -> str:
    left = len(asked.tables.leads) - scored
    moment_text = f" as of {iso(asked.as_of)}" if loaded.scorer.bundle.spec.dated else ""
    skipped = f" {left:,} that had an outcome or did not exist yet were left out (--all scores them)." if left else ""
    rejected = len(asked.tables.rejects)
    failures = f" {rejected:,} failures in the input; `leadscore check` names them." if rejected else ""
    return f"Scored {scored:,} leads{moment_text} with version {loaded.stamp['version']} into {out}.{skipped}{failures}"
