"""Signs by time: late dates, events at the outcome, ids in the order of outcomes, columns that stand for time."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from leadscore.model.arrays import Floats, Integers, LevelCodes, Mask, Moments
from leadscore.model.data.leakage.evidence import EndedLeads, LeakColumn, auc_alone
from leadscore.model.data.leakage.leak import DATED_AFTER_OUTCOME, Leak, Sign
from leadscore.model.data.quality.conversions import ended_at
from leadscore.model.data.tables.tables import Tables
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import DAY, NEVER
from leadscore.model.vocabulary import vocabulary

_FEWEST_LEADS = 20
_MOSTLY, _HARDLY = 0.5, 0.02


def dates(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """A date lies after the outcome, after the end of the data, or after the lead was created.

    Dates after the outcome prove a leak only where hardly any lies after the end of the data too: dates of what
    leads plan to do lie in the future of both.
    """
    if leads.created_at is None:
        return
    for column in leads.columns.values():
        if column.settings.role == "date":
            sign = _sign(column, leads, leads.created_at)
            if sign is not None:
                yield column.name, sign


def _sign(column: LeakColumn, leads: EndedLeads, created_at: Moments) -> Sign | None:
    moments = created_at + np.rint(np.where(column.known, column.values, 0.0) * DAY).astype(np.int64)
    say, percent = leads.wording.say, leads.wording.formats.percent
    ended = column.known & (leads.ended_at != NEVER)
    after_end = _share(_not_before(moments, leads.ended_at), ended)
    beyond = _share(moments >= (leads.data_until or 0) + DAY, column.known)
    if after_end > _MOSTLY and beyond <= _HARDLY:
        return Sign(DATED_AFTER_OUTCOME, say("leaks.dated_after_outcome", share=percent(after_end)), "date")
    if beyond > _MOSTLY:
        return Sign("dated_after_data", say("leaks.dated_after_data", share=percent(beyond)), "date")
    later = _share(moments // DAY > created_at // DAY, column.known)
    if later > _MOSTLY and column.settings.known_after is None:
        return Sign("dated_after_creation", say("leaks.dated_after_creation", share=percent(later)), "date")
    return None


def _not_before(moments: Moments, ended_at: Moments) -> Mask:
    """At the end or later; a date without a time stands for its whole day."""
    same_day = (moments % DAY == 0) & (moments // DAY == ended_at // DAY)
    return np.asarray((moments >= ended_at) | same_day)


def _share(true: Mask, among: Mask) -> float:
    return float(true[among].mean()) if among.sum() >= _FEWEST_LEADS else 0.0


_NEARLY_ALL, _FEWEST_EVENTS, _SAME_MOMENT = 0.99, 10, 60_000_000


def late_events(tables: Tables, wording: Wording) -> list[Leak]:
    """Types of event that happen with the outcome: no model sees them in time, so they are notes."""
    log = tables.events
    ended = np.repeat(ended_at(tables), np.diff(log.offsets))
    late = (ended != NEVER) & (log.occurred_at >= ended - _SAME_MOMENT)
    typed = log.type.codes >= 0
    levels = len(log.type.levels)
    events = np.bincount(log.type.codes[typed], minlength=levels)
    at_end = np.bincount(log.type.codes[typed & late], minlength=levels)
    return [
        Leak(level, "event", "note", (_late_sign(int(ending), int(count), wording),))
        for level, count, ending in zip(log.type.levels, events, at_end, strict=True)
        if count >= _FEWEST_EVENTS and ending >= _NEARLY_ALL * count
    ]


def _late_sign(ending: int, count: int, wording: Wording) -> Sign:
    return Sign("happens_with_outcome", wording.say("leaks.happens_with_outcome", ending=ending, count=count), "event")


_UNIQUE, _NEARLY_ALL_ORDERED = 0.9, 0.9
_MARKED = 0.6
_FOLLOWS = 0.9
_BINS, _FEWEST_ORDERED = 20, 10


def ordered_ids(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """The order of nearly unique ids follows the outcome; an order that is only that of creation does not count."""
    numbered = {column.name: number for column in leads.columns.values() if (number := _numbers(column)) is not None}
    for name, numbers in numbered.items():
        known = ~np.isnan(numbers)
        converted = leads.converted[known]
        if min(converted.sum(), (~converted).sum()) < _FEWEST_ORDERED or _follows_time(numbers, known, leads):
            continue
        bins = (rankdata(numbers[known], method="ordinal") - 1) * _BINS // len(converted)
        auc = auc_alone(bins.astype(np.int32), converted, leads.fold[known])
        if auc.value >= _MARKED and auc.beyond_chance(len(numbered)):
            text = leads.wording.say("leaks.ordered_id", auc=leads.wording.formats.number(auc.value, 2))
            yield name, Sign("ordered_id", text, "order")


def _numbers(column: LeakColumn) -> Floats | None:
    """The whole numbers of ids, or the digits their texts end with; None where a column holds no such ids."""
    known = column.values[column.known]
    if len(np.unique(column.codes[column.known])) < _UNIQUE * _NEARLY_ALL_ORDERED * len(known) or len(known) == 0:
        return None
    numbers = np.full(len(column.values), np.nan)
    if column.numeric:
        if column.settings.role == "date" or not _is_named_like_id(column) or not (known % 1 == 0).all():
            return None
        numbers[column.known] = known
    else:
        digits = pd.Series(known).str.extract(r"(\d{1,15})$", expand=False)
        numbers[column.known] = pd.to_numeric(digits).to_numpy(dtype=np.float64, na_value=np.nan)
    found = numbers[~np.isnan(numbers)]
    unique = len(np.unique(found)) >= _UNIQUE * len(found)
    return numbers if unique and len(found) >= _NEARLY_ALL_ORDERED * len(known) else None


def _is_named_like_id(column: LeakColumn) -> bool:
    return vocabulary().columns.lead_id.has(column.name)


def _follows_time(numbers: Floats, known: Mask, leads: EndedLeads) -> bool:
    if leads.created_at is not None:
        moments = leads.created_at
    elif leads.config.learning.split == "file_order":
        moments = np.arange(len(numbers))
    else:
        return False
    ranks = rankdata(moments[known])
    if np.ptp(ranks) == 0:
        return False
    return abs(float(np.corrcoef(rankdata(numbers[known]), ranks)[0, 1])) >= _FOLLOWS


_EARLY = 0.7
_APART = 0.5
_SHUFFLES = 5


def time_proxies(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """The values of the early 70 % and of the late 30 % of the leads have less than half in common.

    The distance is the total variation of values or bins, less what the same leads show in an order by chance:
    rare values make any two groups of leads differ. It is measured twice, over all leads and over the early 70 %
    of them, where a column shows that has changed long ago. Without dates or an order of rows there is nothing to see.
    """
    order = _order(leads)
    if order is None:
        return
    for column in leads.features:
        apart = max(_apart(column.groups[order[: int(share * len(order))]], leads) for share in (1.0, _EARLY))
        if column.comparable and apart > _APART:
            text = leads.wording.say("leaks.time_proxy", share=leads.wording.formats.percent(apart, 0))
            yield column.name, Sign("time_proxy", text, "time")


def _apart(groups: LevelCodes, leads: EndedLeads) -> float:
    """Total variation distance between early and late leads, less that of the same leads in an order by chance."""
    early = int(_EARLY * len(groups))
    distance = _distance(groups, early)
    if distance <= _APART:  # chance can only take from it
        return 0.0
    random = np.random.default_rng(leads.config.learning.seed)
    return distance - float(np.mean([_distance(random.permutation(groups), early) for _ in range(_SHUFFLES)]))


def _order(leads: EndedLeads) -> Integers | None:
    if leads.config.learning.split == "file_order":
        return np.arange(len(leads.converted))
    return None if leads.created_at is None else np.argsort(leads.created_at, kind="stable")


def _distance(groups: LevelCodes, early: int) -> float:
    """Total variation distance between the groups of the first ``early`` leads and of the others, from 0 to 1."""
    n_groups = int(groups.max()) + 1
    before = np.bincount(groups[:early], minlength=n_groups) / max(early, 1)
    after = np.bincount(groups[early:], minlength=n_groups) / max(len(groups) - early, 1)
    return float(np.abs(before - after).sum() / 2)
