"""How long leads take to convert, by Kaplan and Meier, and leads from before conversions were recorded."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import CensoredData, ecdf

from leadscore.model.arrays import Floats, Integers, Moments
from leadscore.model.card.training_data import DelayCurve
from leadscore.model.data.quality.conversions import Watched
from leadscore.model.timestamps import DAY, iso

DAYS = (1, 3, 7, 14, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730)
"""Ages in days at which the curve is read."""

FEWEST_WINS = 20
"""Fewer conversions say nothing about delays."""

_FEWEST_WATCHED, _LEAST_WATCHED_SHARE = 50, 0.05
_ONE_SIDE = 0.025


def delay_curve(leads: Watched) -> DelayCurve | None:
    """Read the curve at ``DAYS``, as far as enough leads were watched.

    Returns:
        None where fewer than 20 leads converted, or none of the ages can be read.
    """
    oldest_days = watched_to_days(leads)
    days = tuple(day for day in DAYS if day <= oldest_days)
    if leads.converted.sum() < FEWEST_WINS or not days:
        return None
    distribution = converted_by(leads)
    shares = distribution.evaluate(days)
    low, high = _interval(distribution, days)
    low, high = np.where(np.isnan(low), shares, low), np.where(np.isnan(high), shares, high)
    high = np.where(shares == 0, _highest_of_none(leads, days), high)
    return DelayCurve(days, *(tuple(map(float, values)) for values in (shares, low, high)))


def converted_by(leads: Watched) -> Any:
    """The share of leads converted, as a step function of days since creation (Kaplan and Meier, 1958).

    A lead that was lost or disqualified never converts, so it counts as watched to the end of the data like an open
    one: what comes out is the cumulative incidence of conversion, not that of a world in which nobody is lost.
    """
    won = leads.converted
    ended = np.where(won, leads.won_at, leads.until)
    days = np.maximum(ended - leads.created_at, 0) / DAY
    return ecdf(CensoredData(uncensored=days[won], right=days[~won])).cdf


def days_to_share(leads: Watched, share: float) -> float:
    """Days within which this share of all conversions comes, as far as the data can show them; one lead converted."""
    distribution = converted_by(leads)
    final = distribution.evaluate(watched_to_days(leads)) or distribution.probabilities[-1]
    place = np.searchsorted(distribution.probabilities, share * final, side="left")
    return float(distribution.quantiles[place])


def watched_to_days(leads: Watched) -> float:
    """The greatest age in days up to which at least 50 leads, and a twentieth of all, were watched."""
    needed = max(_FEWEST_WATCHED, int(np.ceil(_LEAST_WATCHED_SHARE * len(leads.created_at))))
    if len(leads.created_at) < needed:
        return 0.0
    last = np.partition(leads.created_at, needed - 1)[needed - 1]
    return float(leads.until - last) / DAY


def _interval(distribution: Any, days: tuple[int, ...]) -> tuple[Floats, Floats]:
    """By the exponential Greenwood formula, which stays between 0 and 1; NaN where no lead converted, or every one."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined", RuntimeWarning)
        bounds = distribution.confidence_interval(method="log-log")
    return bounds.low.evaluate(days), bounds.high.evaluate(days)


def _highest_of_none(leads: Watched, days: tuple[int, ...]) -> Floats:
    """The upper bound where nobody has converted yet, of the leads watched for so long (Clopper and Pearson, 1934)."""
    watched = np.array([np.count_nonzero(leads.until - leads.created_at >= day * DAY) for day in days])
    return np.asarray(1 - _ONE_SIDE ** (1 / watched))


_SHARE_OF_WINS = 0.1
_SILENT, _WHOLE = 0.1, 0.5
_FEWEST_EXPECTED = 10.0


@dataclass(frozen=True)
class Truncation:
    """When conversions began to be recorded.

    Attributes:
        before: The start (UTC) of the first calendar month from which on conversions are recorded in full.
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


def _expected_before(starts: Moments, created_at: Moments, like: Watched) -> Floats:
    """Conversions to be expected before each moment, if all leads converted as those in ``like`` do."""
    share = converted_by(like)
    return np.array([share.evaluate((start - created_at[created_at < start]) / DAY).sum() for start in starts])


def _first_whole_month(expected: Floats, recorded: Integers) -> int | None:
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
