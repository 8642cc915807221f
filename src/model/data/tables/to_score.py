"""What is to be scored: which leads, as of when, with which overrides, and which leads to leave out."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from leadscore.model.arrays import Integers
from leadscore.model.config import Config
from leadscore.model.data.sources import SourceAddress
from leadscore.model.data.tables.checking import without_other_leads
from leadscore.model.data.tables.loading import read_leads
from leadscore.model.data.tables.overrides import read_overrides
from leadscore.model.data.tables.refusals import refuse_unmet_events
from leadscore.model.data.tables.snapshots import open_leads
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import DataError, SourceError, UnknownLeadError
from leadscore.model.scoring.advice.erased import read_erased
from leadscore.model.scoring.batch import Batch
from leadscore.model.scoring.language import Message, message
from leadscore.model.scoring.scorer import Include, ScoringOptions
from leadscore.model.timestamps import iso, minute, moment


@dataclass(frozen=True)
class OptionsRead:
    """The options of a scoring, and the rows of the overrides that could not be applied."""

    options: ScoringOptions
    rejects: pd.DataFrame


def read_options(
    config: Config, tables: Tables, *, include: frozenset[Include], all_leads: bool, not_after: int
) -> OptionsRead:
    """What is made on request, what people have set by hand, and whom to leave out.

    Args:
        config: Where overrides and erased leads are listed.
        tables: The leads.
        include: What is made on request.
        all_leads: Whether these are all the leads there are, so that an override of another one is a failure.
        not_after: The latest believable moment; later dates are failures.

    Raises:
        SourceError: The overrides or the list of erased leads cannot be read.
        ConfigError: A column of the overrides is missing.
    """
    erased = read_erased(config.erased) if "similar" in include else frozenset[str]()
    read = read_overrides(config, tables.leads.ids, not_after=not_after)
    rejects = read.rejects if all_leads else without_other_leads(read.rejects)
    return OptionsRead(ScoringOptions(include, read.overrides, erased), rejects)


@dataclass(frozen=True)
class LeadSources:
    """Where leads to score and their events are; None stands for those of the configuration."""

    leads: SourceAddress | None = None
    events: SourceAddress | None = None

    @classmethod
    def parse(cls, leads: str | None, events: str | None, *, folder: Path) -> "LeadSources":
        """Read addresses as people write them; the path of a file starts at the folder."""
        given = (None if text is None else SourceAddress.parse(text).resolved(folder) for text in (leads, events))
        return cls(*given)

    def are_all(self, config: Config) -> bool:
        """Whether these are the configured leads, all of them."""
        return self.leads is None or self.leads == SourceAddress.parse(config.leads.path).resolved(config.folder)

    def shown(self, config: Config) -> str:
        """Where the leads are, for people to read."""
        configured = SourceAddress.parse(config.leads.path).under(config.folder)
        return (self.leads or configured).shown


@dataclass(frozen=True)
class LeadSelection:
    """Leads to choose from, and the moment that they are scored as of.

    Attributes:
        warning: Why what is known of them may not be all; None where it is.
    """

    tables: Tables
    as_of: int
    warning: Message | None = None

    def positions(self, *, closed: bool = False) -> Integers:
        """Positions of the leads that existed then and had no outcome, or of all that existed if ``closed``."""
        created = self.tables.leads.created_at
        if not closed:
            return np.flatnonzero(open_leads(self.tables, self.as_of))
        return np.arange(len(self.tables.leads)) if created is None else np.flatnonzero(created <= self.as_of)

    def position_of(self, lead_id: str, *, where: str) -> int:
        """Position of one lead that existed then.

        Raises:
            UnknownLeadError: There is no such lead, or there was none yet.
        """
        if lead_id not in self.tables.leads.ids:
            raise UnknownLeadError(
                f"There is no lead {lead_id!r}, or its row was rejected",
                where=where,
                remedy="check the id, run `leadscore check`, or name --leads",
            )
        position = self.tables.leads.ids.index(lead_id)
        if position not in self.positions(closed=True):
            raise UnknownLeadError(
                f"The lead {lead_id!r} did not exist yet",
                where=f"as of {iso(self.as_of)}",
                remedy="name a later --as-of",
            )
        return position

    def batch(self, positions: Integers) -> Batch:
        """The leads at these positions, to be scored."""
        return Batch(self.tables.leads, self.tables.events, positions, self.as_of)


def select_leads(
    config: Config,
    sources: LeadSources,
    *,
    as_of: str | None = None,
    not_after: int,
    outcomes_needed: bool = False,
) -> LeadSelection:
    """Read the leads to score, and how they ended.

    Outcomes are read where they are: they belong to the data whose end is the moment of scoring. Beside a file of
    other leads, what was recorded of leads outside it is no failure.

    Args:
        config: What the columns mean, and where the outcomes are.
        sources: Where the leads are.
        as_of: The moment of scoring; without it the first one after the data, when everything in them is known.
        not_after: The latest believable moment; later dates are failures.
        outcomes_needed: Whether it has to be known which leads are open.

    Raises:
        SourceError: A file cannot be read; that of the outcomes only if they are needed.
        UnusableError: Events were given for these leads, and none belongs to one of them.
        DataError: Leads were created after the configured end of the data, and no moment is given.
    """
    leads = config.leads.path if sources.leads is None else sources.leads.text
    events = (config.events.path if config.events else None) if sources.events is None else sources.events.text
    warning = None
    try:
        tables = read_leads(config, leads, events, with_outcomes=True, not_after=not_after)
    except SourceError as error:
        if outcomes_needed:
            raise
        tables = read_leads(config, leads, events, with_outcomes=False, not_after=not_after)
        warning = message("verbs.without_outcomes", why=error.what)
    if sources.events is not None or sources.are_all(config) or any(match.rules for match in tables.matches):
        refuse_unmet_events(tables)
    if not sources.are_all(config):
        tables = replace(tables, rejects=without_other_leads(tables.rejects))
    if as_of is None:
        _refuse_later(tables, config)
    return LeadSelection(tables, _moment(as_of, tables), warning)


def _refuse_later(tables: Tables, config: Config) -> None:
    """Refuse leads created after the end that the configuration sets: as of then, nobody knew them.

    Raises:
        DataError: There are such leads.
    """
    created = tables.leads.created_at
    if created is None or tables.data_until is None or config.learning.data_until is None:
        return
    if later := int((created > tables.data_until).sum()):
        raise DataError(
            f"{later} leads were created after the end of the data, {minute(tables.data_until)}",
            where=f'learning.data_until = "{config.learning.data_until}"',
            remedy="name a later moment with --as-of, or remove `data_until`",
        )


def _moment(as_of: str | None, tables: Tables) -> int:
    if as_of is not None:
        return moment(as_of)
    return 0 if tables.data_until is None else tables.data_until + 1
