"""Which horizon fits the data, and what the delays say about the configured one."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.data.quality.conversions import Watched
from leadscore.model.data.quality.delays import FEWEST_WINS, converted_by, days_to_share, watched_to_days
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import DAY

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
    most_days, (allowed, span_days) = days_to_share(leads, MOST), longest_horizon(leads)
    wanted = next((days for days in HORIZONS_DAYS if days >= most_days), HORIZONS_DAYS[-1])
    return Choice(min(wanted, allowed), most_days, span_days, span_days * _SPAN_SHARE)


def longest_horizon(leads: Watched) -> tuple[int, float]:
    """The longest round horizon that leaves enough leads whose label is known, and the days over which leads came in.

    Where even the shortest leaves too few, it is that one.
    """
    span_days = _span_days(leads)
    longest_days = span_days * _SPAN_SHARE
    return max((days for days in HORIZONS_DAYS if days <= longest_days), default=HORIZONS_DAYS[0]), span_days


def _span_days(leads: Watched) -> float:
    first, last = np.quantile(leads.created_at, (_STRAY, 1 - _STRAY))
    return float(last - first) / DAY


_NEARLY_ALL = 0.895  # which is shown as 90 %
_ABOUT, _HARDLY_LONGER = 0.02, 1.1  # a horizon that nearly holds what it should, or is nearly short enough, may stay


@dataclass(frozen=True)
class _Held:
    """Shares of the conversions that the data show, up to ``shown_days``, within the horizon and the round ones."""

    shown_days: float
    horizon_days: int
    share: dict[int, float]


def advise(leads: Watched, horizon_days: int, wording: Wording) -> str | None:
    """How many conversions a horizon holds, which round ones hold more, and whether the data are long enough.

    Returns:
        None where too few leads converted, or were watched for too short a time, to say anything.
    """
    if leads.converted.sum() < FEWEST_WINS:
        return None
    choice, held = choose_horizon(leads), _held(leads, horizon_days)
    if choice is None or held is None:
        return None
    if horizon_days > held.shown_days:
        days = {"watched": f"{held.shown_days:.0f}", "horizon": str(horizon_days)}
        return f"{wording.say('maturity.unjudged', **days)} {_fit(choice, held, wording)}"
    return f"{_conversions_within(held, wording)} {_fit(choice, held, wording)}"


def _held(leads: Watched, horizon_days: int) -> _Held | None:
    shown_days, by_day = watched_to_days(leads), converted_by(leads)
    final = float(by_day.evaluate(shown_days))
    if final == 0:
        return None
    share = {days: float(by_day.evaluate(min(days, shown_days))) / final for days in (*HORIZONS_DAYS, horizon_days)}
    return _Held(shown_days, horizon_days, share)


def _conversions_within(held: _Held, wording: Wording) -> str:
    """How many conversions come within the horizon, and which round ones would hold most or nearly all of them."""
    percent, here = wording.formats.percent, held.share[held.horizon_days]
    shown = [days for days in HORIZONS_DAYS if days <= held.shown_days]
    wanted = [least for least in (MOST, _NEARLY_ALL) if here < least]
    better = dict.fromkeys(next((days for days in shown if held.share[days] >= least), None) for least in wanted)
    would = [
        wording.say("maturity.would_hold", days=str(days), share=percent(held.share[days], 0))
        for days in better
        if days is not None
    ]
    facts = {"shown": f"{held.shown_days:.0f}", "share": percent(here, 0), "horizon": str(held.horizon_days)}
    if not would:
        return wording.say("maturity.held", **facts)
    both = would[0] if len(would) == 1 else wording.say("maturity.both", first=would[0], second=would[1])
    return wording.say("maturity.held_better", better=both, **facts)


def _fit(choice: Choice, held: _Held, wording: Wording) -> str:
    """Whether leads came in for long enough, and what to set where another horizon fits better."""
    span, days = f"{choice.span_days:.0f}", str(choice.horizon_days)
    if held.horizon_days > max(_HARDLY_LONGER * choice.longest_days, choice.horizon_days):
        return wording.say("maturity.too_long", days=days, span=span)
    if held.share[held.horizon_days] >= MOST - _ABOUT:
        return wording.say("maturity.long_enough", span=span)
    if held.horizon_days < choice.horizon_days:
        most = wording.formats.percent(MOST, 0)
        return wording.say("maturity.longer", days=days, most=most, within=f"{choice.most_days:.0f}")
    return wording.say("maturity.too_short", span=span)
