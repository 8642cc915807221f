"""The settings of a sample, and which tables and columns it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leadscore.model.errors import ConfigError

HORIZON_DAYS = 90
"""Days after creation within which a conversion counts in the true probability."""

_SHORTEST_DAYS = 30


@dataclass(frozen=True)
class SampleSettings:
    """One sample; equal settings make equal files, byte for byte.

    Attributes:
        leads: Number of different leads, at least 1.
        seed: Seed of everything random, at least 0.
        first_day: Day of the first leads, UTC.
        last_day: Last day of the data, UTC; what happens later is not written yet. At least 30 days after the first.
        block_leads: Leads made at a time, at least 1: memory grows with it, not with ``leads``.

    Raises:
        ConfigError: A value is out of its range.
    """

    leads: int = 3_500
    seed: int = 0
    first_day: date = date(2024, 1, 1)
    last_day: date = date(2025, 6, 30)
    block_leads: int = 20_000

    def __post_init__(self) -> None:
        _refuse(self.leads < 1, "A sample needs at least one lead", "ask for `--leads 1` or more")
        _refuse(self.seed < 0, "The seed of a sample is negative", "give a `--seed` of 0 or more")
        _refuse(self.block_leads < 1, "A block needs at least one lead", "set `block_leads` to 1 or more")
        _refuse(
            self.last_day - self.first_day < timedelta(days=_SHORTEST_DAYS),
            f"The sample's last day is less than {_SHORTEST_DAYS} days after its first",
            "move `--last-day` later",
        )

    @property
    def n_blocks(self) -> int:
        """Number of blocks the sample is made in."""
        return -(-self.leads // self.block_leads)

    @property
    def starts_s(self) -> int:
        """The first second of the data, counted from 1970 in UTC."""
        return int(np.datetime64(self.first_day, "s").astype(np.int64))

    @property
    def ends_s(self) -> int:
        """The first second after the data, counted from 1970 in UTC."""
        return int(np.datetime64(self.last_day + timedelta(days=1), "s").astype(np.int64))


def _refuse(wrong: bool, what: str, remedy: str) -> None:
    if wrong:
        raise ConfigError(what, where="settings of the sample", remedy=remedy)


Kind = Literal["text", "integer", "number"]

Table = Mapping[str, NDArray[Any]]
"""Columns of equal length, each an object array of plain Python values, with None where a cell is empty."""

LAYOUT: Mapping[str, Mapping[str, Kind]] = {
    "leads": {
        "lead_id": "text",
        "created_at": "text",
        "source": "text",
        "campaign": "text",
        "country": "text",
        "industry": "text",
        "company": "text",
        "company_size": "integer",
        "job_title": "text",
        "name": "text",
        "email": "text",
        "phone": "text",
        "owner": "text",
        "budget": "text",
        "timeline": "text",
        "newsletter_colour": "text",
        "utm_term": "text",
        "badge_number": "integer",
        "onboarding_manager": "text",
    },
    "events": {
        "event_id": "integer",
        "lead_id": "text",
        "occurred_at": "text",
        "type": "text",
        "value": "integer",
    },
    "outcomes": {
        "lead_id": "text",
        "occurred_at": "text",
        "outcome": "text",
        "amount": "integer",
        "reason": "text",
    },
    "truth": {
        "lead_id": "text",
        "probability": "number",
        "log_odds": "number",
        "fit": "number",
        "interest": "number",
        "context": "number",
        "converts": "integer",
    },
}
"""Dates and budgets are text because real exports mix their formats; ``data/README.md`` explains every column."""

NOISE_COLUMNS = ("newsletter_colour", "utm_term", "badge_number")
"""Columns of the leads that have nothing to do with converting."""

AFTER_SALE_COLUMNS = ("onboarding_manager",)
"""Columns of the leads that are filled in once a lead has converted, and so give the answer away."""


def laid_out(name: str, columns: Mapping[str, NDArray[Any]]) -> Table:
    """These columns in the order of table ``name``, as cells; NaN and None both become empty cells."""
    return {column: _cells(columns[column], kind) for column, kind in LAYOUT[name].items()}


def _cells(values: NDArray[Any], kind: Kind) -> NDArray[Any]:
    if kind != "integer" or values.dtype == object:
        return values.astype(object)
    cells = np.full(len(values), None, dtype=object)
    known = ~np.isnan(values)
    cells[known] = values[known].astype(np.int64)
    return cells
