"""The report on leaks: every sign is computed, the findings are collected by column, the gravest comes first."""

from collections.abc import Callable, Iterator

from leadscore.model.config import Config
from leadscore.model.data.leakage.closing import closing
from leadscore.model.data.leakage.evidence import EndedLeads, gather
from leadscore.model.data.leakage.leak import SEVERITIES, Leak, Sign, severity_of
from leadscore.model.data.leakage.presence import certain_values, presence, same_as_outcome, written_after
from leadscore.model.data.leakage.strength import strength
from leadscore.model.data.leakage.timing import dates, late_events, ordered_ids, time_proxies
from leadscore.model.data.tables.tables import Tables

SignFunction = Callable[[EndedLeads], Iterator[tuple[str, Sign]]]
"""A function that yields each column that shows a sign, with that sign."""

SIGNS: tuple[SignFunction, ...] = (same_as_outcome, presence, dates, ordered_ids, written_after, time_proxies)
"""The signs that are computed on leads whose horizon has passed."""

_FEWEST_LEADS = 10


def leaks(tables: Tables, config: Config) -> tuple[Leak, ...]:
    """Every column and type of event that seems to know the outcome, the gravest first.

    Looked at are the columns that the model may learn from, and those like ids, of leads whose horizon has passed.
    Fewer than ten leads of either outcome show nothing about columns.

    Args:
        tables: The valid tables.
        config: How columns are used; one with ``keep`` is reported, and never excluded.
    """
    leads = gather(tables, config, matured=True)
    won = int(leads.converted.sum())
    enough = min(won, len(leads.converted) - won) >= _FEWEST_LEADS
    of_any_age = gather(tables, config, matured=False) if enough and config.dated else leads
    columns = _column_leaks(leads, of_any_age) if enough else []
    return tuple(
        sorted([*columns, *late_events(tables, leads.wording)], key=lambda leak: SEVERITIES.index(leak.severity))
    )


def _column_leaks(leads: EndedLeads, of_any_age: EndedLeads) -> list[Leak]:
    found: dict[str, list[Sign]] = {name: [] for name in leads.columns}
    for compute in SIGNS:
        _add(found, compute(leads))
    # young leads that have not converted yet can only weaken this sign, and those that have are many
    _add(found, certain_values(of_any_age))
    # those that are open are mostly young
    _add(found, closing(of_any_age))
    suspected = frozenset(name for name, signs in found.items() if any(sign.family != "time" for sign in signs))
    _add(found, strength(leads, suspected))
    return [
        Leak(name, "column", severity_of(signs), tuple(signs), kept=leads.columns[name].settings.keep)
        for name, signs in found.items()
        if signs
    ]


def _add(found: dict[str, list[Sign]], signs: Iterator[tuple[str, Sign]]) -> None:
    for name, sign in signs:
        found[name].append(sign)
