"""Values that settle the outcome, and columns that are filled in during or after contact."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from leadscore.model.arrays import Mask
from leadscore.model.data.leakage.evidence import EndedLeads, LeakColumn
from leadscore.model.data.leakage.leak import Sign
from leadscore.model.vocabulary import vocabulary

_PRACTICALLY = 0.95
_RISK = 0.05


def practically_all(wins: ArrayLike, leads: ArrayLike, *, base_rate: float, tests: int) -> Mask:
    """Whether practically everybody in a group converted, and would not have in an honest one.

    An honest group may well convert more often than others. So chance is the binomial tail of a group that converts
    halfway between the base rate and always, and at most one time in twenty does any of ``tests`` groups pass.

    Args:
        wins: Per group, how many converted.
        leads: Per group, how many there are.
        base_rate: Share of all leads that converted.
        tests: Number of groups that were looked at.
    """
    counted, size = np.asarray(wins), np.asarray(leads)
    tail = binom.sf(counted - 1, size, (1 + base_rate) / 2)
    return np.asarray((counted >= _PRACTICALLY * size) & (tail * tests <= _RISK))


_FEWEST_LEADS, _FEWEST_NAMED = 8, 10
_SAME, _SURELY_SAME = 0.97, 0.95
_CONFIDENT = 1.96


@dataclass(frozen=True)
class _Group:
    """Leads that share a value, which is named where many have it, or one end of a column's numbers."""

    kind: str
    leads: int
    wins: int
    value: str = ""


def certain_values(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """After a value, or at one end of the numbers, practically everybody converted."""
    columns = [column for column in leads.columns.values() if column.comparable]
    for column in columns:
        groups = [*_shared_values(column, leads.converted), *_ends(column, leads.converted)]
        certain = practically_all(
            [group.wins for group in groups],
            [group.leads for group in groups],
            base_rate=leads.base_rate,
            tests=len(columns) * len(groups),
        )
        surest = max((groups[place] for place in np.flatnonzero(certain)), key=lambda group: group.leads, default=None)
        if surest is not None:
            yield column.name, Sign("certain_value", _certain_text(surest, leads), "certainty")


def same_as_outcome(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """A column ranks the leads without a mistake: it is the outcome under another name."""
    for name, auc in leads.alone.items():
        if auc.value >= _SAME and auc.value - _CONFIDENT * auc.error >= _SURELY_SAME:
            text = leads.wording.say("leaks.same_as_outcome", auc=leads.wording.formats.number(auc.value))
            yield name, Sign("same_as_outcome", text, "certainty")


def _certain_text(group: _Group, leads: EndedLeads) -> str:
    rate = leads.wording.formats.percent(leads.base_rate)
    key = f"leaks.certain_{group.kind}"
    return leads.wording.say(key, leads=group.leads, wins=group.wins, rate=rate, value=group.value)


def _shared_values(column: LeakColumn, converted: Mask) -> Iterator[_Group]:
    known = column.known
    leads = np.bincount(column.codes[known])
    wins = np.bincount(column.codes[known & converted], minlength=len(leads))
    for code in np.flatnonzero(leads >= _FEWEST_LEADS):
        named = not column.numeric and leads[code] >= _FEWEST_NAMED
        value = repr(column.level(int(code))) if named else ""
        yield _Group("value" if named else "shared", int(leads[code]), int(wins[code]), value)


def _ends(column: LeakColumn, converted: Mask) -> Iterator[_Group]:
    """The highest and the lowest 8, 16, 32 … numbers, but not all; equal numbers stay together."""
    if not column.numeric:
        return
    order = np.argsort(column.values[column.known], kind="stable")
    numbers, won = column.values[column.known][order], converted[column.known][order]
    for end, ordered, outcomes in (("lowest", numbers, won), ("highest", -numbers[::-1], won[::-1])):
        size = _FEWEST_LEADS
        while size < len(ordered):
            leads = int(np.searchsorted(ordered, ordered[size - 1], side="right"))
            if leads < len(ordered):
                yield _Group(end, leads, int(outcomes[:leads].sum()))
            size = max(2 * size, leads + 1)


def written_after(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """A column's name says that people fill it in after contact, and the column predicts at all."""
    names = vocabulary().columns.filled_in_later
    for name, auc in leads.alone.items():
        if names.has(name) and auc.beyond_chance(len(leads.alone)):
            text = leads.wording.say("leaks.name", auc=leads.wording.formats.number(auc.value, 2))
            yield name, Sign("name", text, "name")


_FEWEST_TOUCHED = 20
_OFTEN, _RARELY = 0.1, 0.01
_APART = 0.6
_USUAL = 0.5


@dataclass(frozen=True)
class _Touched:
    """Which leads show that somebody wrote into a column."""

    column: str
    filled: bool
    leads: Mask


def presence(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """A column is filled or changed for one outcome only, or follows the outcome closely."""
    touched = [each for column in leads.columns.values() for each in _touched(column)]
    for each in touched:
        sign = _sign(each, leads, tests=len(touched))
        if sign is not None:
            yield each.column, sign


def _touched(column: LeakColumn) -> Iterator[_Touched]:
    if not column.known.all():
        yield _Touched(column.name, True, column.known)
    if column.settings.role not in ("numeric", "category") or not column.known.any():
        return
    counts = np.bincount(column.codes[column.known])
    usual = int(counts.argmax())
    if _USUAL * len(column.codes) <= counts[usual] < column.known.sum():
        yield _Touched(column.name, False, column.known & (column.codes != usual))


def _sign(touched: _Touched, leads: EndedLeads, *, tests: int) -> Sign | None:
    won, lost = touched.leads[leads.converted], touched.leads[~leads.converted]
    share, other_share = won.mean(), lost.mean()
    count, wins = touched.leads.sum(), won.sum()
    only_won = practically_all(wins, count, base_rate=leads.base_rate, tests=tests)
    only_lost = other_share >= _OFTEN and share <= _RARELY * other_share
    percent = leads.wording.formats.percent
    key = "leaks.filled" if touched.filled else "leaks.changed"
    text = leads.wording.say(key, won=percent(float(share)), lost=percent(float(other_share)))
    if (only_won and count >= _FEWEST_TOUCHED) or (only_lost and count * leads.base_rate >= _FEWEST_TOUCHED):
        return Sign("filled_for_one_outcome", text, "presence")
    # a value that differs between the two may be an honest, strong one; whether there is a value hardly ever is
    if touched.filled and abs(share - other_share) >= _APART and min(len(won), len(lost)) >= _FEWEST_TOUCHED:
        return Sign("presence_follows_outcome", text, "presence")
    return None
