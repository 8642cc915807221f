"""Columns that are filled in during or after contact, by their names and by how leads ended."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Mask
from leadscore.model.data.leakage.certainty import practically_all
from leadscore.model.data.leakage.columns import LeakColumn
from leadscore.model.data.leakage.ended_leads import EndedLeads
from leadscore.model.data.leakage.leak import Sign
from leadscore.model.vocabulary import vocabulary


def written_after(evidence: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """A column's name says that people fill it in after contact, and the column predicts at all."""
    names = vocabulary().columns.filled_in_later
    for name, auc in evidence.alone.items():
        if names.has(name) and auc.beyond_chance(len(evidence.alone)):
            text = evidence.wording.say("leaks.name", auc=evidence.wording.formats.number(auc.value, 2))
            yield name, Sign("name", text, "name")


_FEWEST_LEADS = 20
_OFTEN, _RARELY = 0.1, 0.01
_APART = 0.6
_USUAL = 0.5


@dataclass(frozen=True)
class _Touched:
    """Which leads show that somebody wrote into a column."""

    column: str
    filled: bool
    leads: Mask


def presence(evidence: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """A column is filled or changed for one outcome only, or follows the outcome closely."""
    touched = [each for column in evidence.columns.values() for each in _touched(column)]
    for each in touched:
        sign = _sign(each, evidence, tests=len(touched))
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


def _sign(touched: _Touched, evidence: EndedLeads, *, tests: int) -> Sign | None:
    won, lost = touched.leads[evidence.converted], touched.leads[~evidence.converted]
    share, other_share = won.mean(), lost.mean()
    count, wins = touched.leads.sum(), won.sum()
    only_won = practically_all(wins, count, base_rate=evidence.base_rate, tests=tests)
    only_lost = other_share >= _OFTEN and share <= _RARELY * other_share
    percent = evidence.wording.formats.percent
    key = "leaks.filled" if touched.filled else "leaks.changed"
    text = evidence.wording.say(key, won=percent(float(share)), lost=percent(float(other_share)))
    if (only_won and count >= _FEWEST_LEADS) or (only_lost and count * evidence.base_rate >= _FEWEST_LEADS):
        return Sign("filled_for_one_outcome", text, "presence")
    # a value that differs between the two may be an honest, strong one; whether there is a value hardly ever is
    if touched.filled and abs(share - other_share) >= _APART and min(len(won), len(lost)) >= _FEWEST_LEADS:
        return Sign("presence_follows_outcome", text, "presence")
    return None
