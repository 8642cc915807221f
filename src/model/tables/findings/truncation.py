"""Leads from before conversions were recorded, which look as if none of them had converted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.moments import DAY, Moments, iso
from leadscore.model.tables.findings.conversions import Watched
from leadscore.model.tables.findings.delays import FEWEST_WINS, converted_by

_SHARE_OF_WINS = 0.1
_SILENT, _WHOLE = 0.1, 0.5
_FEWEST_EXPECTED = 10.0


@dataclass(frozen=True)
class Truncation:
    """When conversions began to be recorded.

    Attributes:
        before: The first calendar month whose leads could be seen whole begins at this moment, UTC.
        leads: Number of leads created earlier.
        expected: Conversions to be expected before that moment, had they been recorded as later ones were.
        recorded: Conversions that were.
    """

    before: int
    leads: int
    expected: float
    recorded: int

    @property
    def day(self) -> str:
        """The day of ``before``, as the configuration writes it."""
        return iso(self.before)[: len("2026-01-31")]


def find_truncation(leads: Watched) -> Truncation | None:
    """The last calendar month up to which practically no conversion was recorded; None where there is none.

    How leads convert is taken from those created after the first tenth of all conversions was recorded. From it and
    the leads that were there follows how many conversions each month should show. A month is silent if it, and all
    months up to it together, show at most a tenth of that, and at least ten were to be expected. A month after it that
    shows less than half of what it should was recorded in part only, and is no whole month either.
    """
    wins = np.sort(leads.won_at[leads.converted])
    if len(wins) < FEWEST_WINS:
        return None
    since = int(wins[int(_SHARE_OF_WINS * len(wins))])
    later = leads.since(since)
    if later.converted.sum() < FEWEST_WINS:
        return None
    starts = _month_starts(int(leads.created_at.min()), since)
    expected = _expected_before(starts, leads.created_at, later)
    recorded = np.searchsorted(wins, starts, side="left")
    month = _first_whole_month(expected, recorded)
    if month is None:
        return None
    before = int(starts[month])
    n_leads = int((leads.created_at < before).sum())
    return Truncation(before, n_leads, float(expected[month]), int(recorded[month]))


def _month_starts(first: int, last: int) -> Moments:
    """The starts of the calendar months from that of ``first`` to the one after that of ``last``."""
    month, final = np.array([first, last]).astype("datetime64[us]").astype("datetime64[M]")
    return np.asarray(np.arange(month, final + 2).astype("datetime64[us]").astype(np.int64))


def _expected_before(starts: Moments, created_at: Moments, like: Watched) -> NDArray[np.float64]:
    """Conversions to be expected before each moment, if all leads converted as those in ``like`` do."""
    share = converted_by(like)
    return np.array([share.evaluate((start - created_at[created_at < start]) / DAY).sum() for start in starts])


def _first_whole_month(expected: NDArray[np.float64], recorded: NDArray[np.int64]) -> int | None:
    in_month = recorded[1:] <= recorded[:-1] + _SILENT * np.diff(expected)
    so_far = (recorded[1:] <= _SILENT * expected[1:]) & (expected[1:] >= _FEWEST_EXPECTED)
    silent = np.flatnonzero(in_month & so_far)
    if not len(silent):
        return None
    month = int(silent[-1]) + 1
    partial = month + 1 < len(expected) and (
        recorded[month + 1] - recorded[month] < _WHOLE * (expected[month + 1] - expected[month])
    )
    return month + 1 if partial else month
