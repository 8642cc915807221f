"""How long leads take to convert: the share converted by each day, though many leads are still young."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import CensoredData, ecdf

from leadscore.model.moments import DAY
from leadscore.model.tables.findings.conversions import Watched

Floats = NDArray[np.float64]

DAYS = (1, 3, 7, 14, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730)
"""Ages in days at which the curve is read."""

FEWEST_WINS = 20
"""Fewer conversions say nothing about delays."""

_FEWEST_WATCHED, _LEAST_WATCHED_SHARE = 50, 0.05
_ONE_SIDE = 0.025


@dataclass(frozen=True)
class DelayCurve:
    """The share of leads that convert within so many days of their creation.

    Attributes:
        days: Ages in days, up to the oldest one that enough leads were watched to.
        converted: Share of the leads converted by then.
        low: Lower end of its 95 % interval; 0 where nobody has converted yet.
        high: Upper end of it.
    """

    days: tuple[int, ...]
    converted: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


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
