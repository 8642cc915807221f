"""Which horizon fits the data: how many of the conversions it holds, and how long leads came in."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.moments import DAY
from leadscore.model.tables.findings.conversions import Watched
from leadscore.model.tables.findings.delays import days_to_share

HORIZONS_DAYS = (14, 30, 45, 60, 90, 180)
"""The round horizons to choose from."""

MOST = 0.8
"""Share of the conversions that a horizon should hold."""

_SPAN_SHARE = 1 / 3  # of the days over which leads came in; a longer horizon leaves too few whose label is known
_STRAY = 0.01  # so that a few mistyped dates do not count as the first or the last ones


@dataclass(frozen=True)
class Choice:
    """A round horizon, and what speaks for it.

    Attributes:
        horizon_days: The shortest round horizon that holds most conversions, or the longest that the data allow.
        most_days: Days within which most conversions come.
        span_days: Days over which the leads came in.
        longest_days: The longest horizon, round or not, that leaves enough leads to learn from.
    """

    horizon_days: int
    most_days: float
    span_days: float
    longest_days: float


def choose_horizon(leads: Watched) -> Choice | None:
    """The round horizon that fits; None where no lead converted."""
    if not leads.converted.any():
        return None
    most_days, span_days = days_to_share(leads, MOST), _span_days(leads)
    longest_days = span_days * _SPAN_SHARE
    wanted = next((days for days in HORIZONS_DAYS if days >= most_days), HORIZONS_DAYS[-1])
    allowed = max((days for days in HORIZONS_DAYS if days <= longest_days), default=HORIZONS_DAYS[0])
    return Choice(min(wanted, allowed), most_days, span_days, longest_days)


def _span_days(leads: Watched) -> float:
    first, last = np.quantile(leads.created_at, (_STRAY, 1 - _STRAY))
    return float(last - first) / DAY
