"""Values after which practically everybody converts, and columns that are the outcome under another name."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from leadscore.model.arrays import Mask
from leadscore.model.data.leakage.columns import LeakColumn
from leadscore.model.data.leakage.ended_leads import EndedLeads
from leadscore.model.data.leakage.leak import Sign

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


def certain_values(evidence: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """After a value, or at one end of the numbers, practically everybody converted."""
    columns = [column for column in evidence.columns.values() if column.comparable]
    for column in columns:
        groups = [*_shared_values(column, evidence.converted), *_ends(column, evidence.converted)]
        certain = practically_all(
            [group.wins for group in groups],
            [group.leads for group in groups],
            base_rate=evidence.base_rate,
            tests=len(columns) * len(groups),
        )
        surest = max((groups[place] for place in np.flatnonzero(certain)), key=lambda group: group.leads, default=None)
        if surest is not None:
            yield column.name, Sign("certain_value", _told(surest, evidence), "certainty")


def same_as_outcome(evidence: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """A column ranks the leads without a mistake: it is the outcome under another name."""
    for name, auc in evidence.alone.items():
        if auc.value >= _SAME and auc.value - _CONFIDENT * auc.error >= _SURELY_SAME:
            text = evidence.wording.say("leaks.same_as_outcome", auc=evidence.wording.formats.number(auc.value))
            yield name, Sign("same_as_outcome", text, "certainty")


def _told(group: _Group, evidence: EndedLeads) -> str:
    rate = evidence.wording.formats.percent(evidence.base_rate)
    key = f"leaks.certain_{group.kind}"
    return evidence.wording.say(key, leads=group.leads, wins=group.wins, rate=rate, value=group.value)


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
