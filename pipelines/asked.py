"""What ``score``, ``explain`` and ``demo`` share: which leads, as of when, by which model."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from leadscore.model.arrays import Integers
from leadscore.model.config import Config
from leadscore.model.data.sources import SourceAddress
from leadscore.model.data.tables import read_leads, read_overrides
from leadscore.model.data.tables.snapshots import open_leads
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import SourceError
from leadscore.model.registry import Registry, Resolved
from leadscore.model.scoring.advice.past_leads import read_erased
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.scorer import DEFAULT_OPTIONS, Include, Scorer, ScoringOptions
from leadscore.model.timestamps import moment
from leadscore.pipelines.console.terminal import now, registry_of, warn

_BATCH_LEADS = 10_000


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
    return None if path is None else SourceAddress.parse(path).resolved(Path.cwd()).text


def from_folder(path: str, folder: Path) -> str:
    """A path of the configuration, as it is called from here."""
    return SourceAddress.parse(path).under(folder).text


def read_to_score(config: Config, leads: str | None, events: str | None, *, outcomes_needed: bool = False) -> Tables:
    """The leads to score, and how they ended; without paths those of the configuration.

    Outcomes are read where they are: they belong to the data whose end is the moment of scoring. Beside a file of
    other leads, what was recorded of leads outside it is no failure.

    Raises:
        SourceError: A file cannot be read; that of the outcomes only if they are needed to tell open leads apart.
    """
    paths = (leads or config.leads.path, events or (config.events.path if config.events else None))
    try:
        tables = read_leads(config, *paths, with_outcomes=True, not_after=now())
    except SourceError as error:
        if outcomes_needed:
            raise
        tables = read_leads(config, *paths, with_outcomes=False, not_after=now())
        warn(f"Going on without the outcomes: {error.what}")
    if is_whole(config, leads):
        return tables
    return replace(tables, rejects=_of_others(tables.rejects))


def is_whole(config: Config, leads: str | None) -> bool:
    """Whether these are the configured leads, all of them; a path is one that does not depend on the folder."""
    return leads is None or leads == from_here(from_folder(config.leads.path, config.folder))


def moment_of(as_of: str | None, tables: Tables) -> int:
    """The moment asked for, else the first one after the data: everything in them is known then."""
    if as_of is not None:
        return moment(as_of)
    return 0 if tables.data_until is None else tables.data_until + 1


@dataclass(frozen=True)
class LeadSelection:
    """Which leads are to be scored as of when."""

    tables: Tables
    as_of: int

    def positions(self, *, closed: bool = False) -> Integers:
        """Positions of the leads that existed then and had no outcome, or of all that existed if ``closed``."""
        created = self.tables.leads.created_at
        if not closed:
            return np.flatnonzero(open_leads(self.tables, self.as_of))
        return np.arange(len(self.tables.leads)) if created is None else np.flatnonzero(created <= self.as_of)

    def scorings(
        self, scorer: Scorer, positions: Integers, *, options: ScoringOptions = DEFAULT_OPTIONS
    ) -> Iterator[list[Scoring]]:
        """Scorings in parts of bounded size."""
        for start in range(0, len(positions), _BATCH_LEADS):
            part = positions[start : start + _BATCH_LEADS]
            as_of = np.full(len(part), self.as_of)
            yield scorer.score(
                self.tables.leads.take(part), self.tables.events.take_leads(part), as_of, options=options
            )


@dataclass(frozen=True)
class OptionsRead:
    """What is asked for beside the score, and the rows of the overrides that nobody could follow."""

    options: ScoringOptions
    rejects: pd.DataFrame


def read_options(config: Config, tables: Tables, *, include: frozenset[Include], whole: bool) -> OptionsRead:
    """What is made on request, what people have set by hand, and whom to leave out.

    Args:
        config: Where overrides and erased leads are listed.
        tables: The leads.
        include: What is made on request.
        whole: Whether these are all the leads there are, so that an override of another one is a failure.

    Raises:
        SourceError: The overrides or the list of erased leads cannot be read.
        ConfigError: A column of the overrides is missing.
    """
    erased = read_erased(config.erased) if config.erased is not None and "similar" in include else frozenset[str]()
    read = read_overrides(config, tables.leads.ids, not_after=now())
    return OptionsRead(
        ScoringOptions(include, read.overrides, erased), read.rejects if whole else _of_others(read.rejects)
    )


def _of_others(rejects: pd.DataFrame) -> pd.DataFrame:
    """Beside a file of other leads, what was recorded of leads outside it is no failure."""
    return rejects[rejects["rule"] != "unknown_lead"]
