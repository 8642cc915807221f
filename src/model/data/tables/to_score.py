"""Leads to score: where they are, which of them are open, and as of when."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from leadscore.model.arrays import Integers
from leadscore.model.config import Config
from leadscore.model.data.sources import SourceAddress
from leadscore.model.data.tables.loading import read_leads
from leadscore.model.data.tables.rejects import without_other_leads
from leadscore.model.data.tables.snapshots import open_leads
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import SourceError, UnknownLeadError
from leadscore.model.scoring.batch import Batch
from leadscore.model.timestamps import iso, moment


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
        warning: Why what is known of them may not be all; empty where it is.
    """

    tables: Tables
    as_of: int
    warning: str = ""

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
        outcomes_needed: Whether open leads have to be told apart.

    Raises:
        SourceError: A file cannot be read; that of the outcomes only if they are needed.
    """
    leads = config.leads.path if sources.leads is None else sources.leads.text
    events = (config.events.path if config.events else None) if sources.events is None else sources.events.text
    warning = ""
    try:
        tables = read_leads(config, leads, events, with_outcomes=True, not_after=not_after)
    except SourceError as error:
        if outcomes_needed:
            raise
        tables = read_leads(config, leads, events, with_outcomes=False, not_after=not_after)
        warning = f"Going on without the outcomes: {error.what}"
    if not sources.are_all(config):
        tables = replace(tables, rejects=without_other_leads(tables.rejects))
    return LeadSelection(tables, _moment(as_of, tables), warning)


def _moment(as_of: str | None, tables: Tables) -> int:
    if as_of is not None:
        return moment(as_of)
    return 0 if tables.data_until is None else tables.data_until + 1
