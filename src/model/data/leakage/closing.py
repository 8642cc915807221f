"""Columns that are filled in, or emptied, when a lead is closed: they tell the open from the ended ones."""

from collections.abc import Iterator

import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.data.leakage.evidence import EndedLeads
from leadscore.model.data.leakage.leak import FILLED_AT_END, Sign

_FEWEST_LEADS = 20
_COHORTS = 10
_APART, _BEYOND_CHANCE = 0.3, 5.0
_ALWAYS = 0.95


def closing(leads: EndedLeads) -> Iterator[tuple[str, Sign]]:
    """Whether a column has a value goes with being open or ended, among leads that did not convert.

    Leads are compared within tenths of the days of creation: a column that was introduced late, or given up early,
    is known of young or of old leads only, and those that are open are young. Where it is known of practically every
    ended lead, or of none, that proves that closing a lead writes it.
    """
    ended, still_open = ~leads.converted & ~leads.open, leads.open
    if min(ended.sum(), still_open.sum()) < _FEWEST_LEADS:
        return
    cohort = _cohorts(leads)
    for column in leads.features:
        known = column.known
        if known.all() or not known.any():
            continue
        apart, error = _apart(known, ended, still_open, cohort)
        if abs(apart) < _APART or abs(apart) < _BEYOND_CHANCE * error:
            continue
        share, other = float(known[ended].mean()), float(known[still_open].mean())
        proven = share >= _ALWAYS if apart > 0 else share <= 1 - _ALWAYS
        percent = leads.wording.formats.percent
        text = leads.wording.say("leaks.filled_at_end", ended=percent(share), open=percent(other))
        yield column.name, Sign(FILLED_AT_END if proven else "presence_follows_end", text, "presence")


def _cohorts(leads: EndedLeads) -> Integers:
    """Per lead the tenth of its creation; one cohort where nothing is dated."""
    if leads.created_at is None:
        return np.zeros(len(leads.converted), dtype=np.int64)
    bounds = np.quantile(leads.created_at, np.linspace(0, 1, _COHORTS + 1)[1:-1])
    return np.searchsorted(bounds, leads.created_at).astype(np.int64)


def _apart(known: Mask, ended: Mask, still_open: Mask, cohort: Integers) -> tuple[float, float]:
    """The difference of the shares with a value, ended less open, over the cohorts by Mantel and Haenszel; its error.

    A cohort weighs by how many leads it can compare.
    """
    n_ended, n_open = (_counts(cohort, group) for group in (ended, still_open))
    with_both = (n_ended > 0) & (n_open > 0)
    n_ended, n_open = n_ended[with_both], n_open[with_both]
    weight = n_ended * n_open / (n_ended + n_open)
    if weight.sum() < _FEWEST_LEADS / 4:
        return 0.0, 1.0
    rate, other = (
        _counts(cohort, group & known)[with_both] / count for group, count in ((ended, n_ended), (still_open, n_open))
    )
    pooled = (rate * n_ended + other * n_open) / (n_ended + n_open)
    variance = weight**2 * pooled * (1 - pooled) * (1 / n_ended + 1 / n_open)
    return float((weight * (rate - other)).sum() / weight.sum()), float(np.sqrt(variance.sum()) / weight.sum())


def _counts(cohort: Integers, group: Mask) -> Floats:
    return np.bincount(cohort[group], minlength=_COHORTS).astype(np.float64)
