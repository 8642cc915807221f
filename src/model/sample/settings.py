"""What a sample is asked to be: how many leads, over which days, from which seed."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

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
