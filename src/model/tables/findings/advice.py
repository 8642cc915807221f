"""What the delays say about a horizon, in sentences."""

from dataclasses import dataclass

from leadscore.model.tables.findings.conversions import Watched
from leadscore.model.tables.findings.delays import FEWEST_WINS, converted_by, watched_to_days
from leadscore.model.tables.findings.horizon import HORIZONS_DAYS, MOST, Choice, choose_horizon

_NEARLY_ALL = 0.895  # which is shown as 90 %
_ABOUT, _HARDLY_LONGER = 0.02, 1.1  # a horizon that nearly holds what it should, or is nearly short enough, may stay


@dataclass(frozen=True)
class _Held:
    """The share of the conversions that can be seen, up to ``shown_days``, within the horizon and the round ones."""

    shown_days: float
    horizon_days: int
    share: dict[int, float]


def advise(leads: Watched, horizon_days: int) -> str | None:
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
        seen = (
            f"Leads were watched for {held.shown_days:.0f} days, so a horizon of {horizon_days} days cannot be judged."
        )
    else:
        seen = _seen(held)
    return f"{seen} {_fit(choice, held)}"


def _held(leads: Watched, horizon_days: int) -> _Held | None:
    shown_days, by_day = watched_to_days(leads), converted_by(leads)
    final = float(by_day.evaluate(shown_days))
    if final == 0:
        return None
    share = {days: float(by_day.evaluate(min(days, shown_days))) / final for days in (*HORIZONS_DAYS, horizon_days)}
    return _Held(shown_days, horizon_days, share)


def _seen(held: _Held) -> str:
    """How many conversions come within the horizon, and which round ones would hold most or nearly all of them."""
    here = held.share[held.horizon_days]
    shown = [days for days in HORIZONS_DAYS if days <= held.shown_days]
    wanted = [least for least in (MOST, _NEARLY_ALL) if here < least]
    better = dict.fromkeys(next((days for days in shown if held.share[days] >= least), None) for least in wanted)
    would = " and ".join(f"{days} days would hold {held.share[days]:.0%}" for days in better if days is not None)
    told = (
        f"Of the conversions that can be seen, up to {held.shown_days:.0f} days after creation, {here:.0%} come within"
    )
    return f"{told} the horizon of {held.horizon_days} days" + (f"; {would}." if would else ".")


def _fit(choice: Choice, held: _Held) -> str:
    """Whether leads came in for long enough, and what to set where another horizon fits better."""
    came = f"leads came in over {choice.span_days:.0f} days"
    consider = f"Consider `horizon_days = {choice.horizon_days}`:"
    if held.horizon_days > max(_HARDLY_LONGER * choice.longest_days, choice.horizon_days):
        return f"{consider} {came}, and more than a third of that leaves too few to learn from."
    if held.share[held.horizon_days] >= MOST - _ABOUT:
        return f"The data are long enough for it: {came}."
    if held.horizon_days < choice.horizon_days:
        return f"{consider} {MOST:.0%} of the conversions come within {choice.most_days:.0f} days."
    return f"The data are too short for a longer one: {came}, and a horizon should be at most a third of that."
