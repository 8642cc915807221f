"""The report on leaks: every sign is asked, what they say is gathered by column, the gravest comes first."""

from collections.abc import Callable, Iterator

from leadscore.model.config import Config
from leadscore.model.data.leakage.evidence import EndedLeads, gather
from leadscore.model.data.leakage.leak import SEVERITIES, Leak, Sign, severity_of
from leadscore.model.data.leakage.presence import certain_values, presence, same_as_outcome, written_after
from leadscore.model.data.leakage.strength import strength
from leadscore.model.data.leakage.timing import dates, late_events, ordered_ids, time_proxies
from leadscore.model.data.tables.tables import Tables

Look = Callable[[EndedLeads], Iterator[tuple[str, Sign]]]
"""A way to look at the evidence: every column that shows a sign, with it."""

SIGNS: tuple[Look, ...] = (same_as_outcome, presence, dates, ordered_ids, written_after, time_proxies)
"""What is looked for among the leads that are old enough to tell."""

_FEWEST_LEADS = 10


def leaks(tables: Tables, config: Config) -> tuple[Leak, ...]:
    """Every column and type of event that seems to know the outcome, the gravest first.

    Looked at are the columns that the model may learn from, and those like ids, of the leads old enough to tell.
    Fewer than ten leads of either outcome show nothing about columns.

    Args:
        tables: The valid tables.
        config: How columns are used; one with ``keep`` is told, and never excluded.
    """
    evidence = gather(tables, config, matured=True)
    won = int(evidence.converted.sum())
    enough = min(won, len(evidence.converted) - won) >= _FEWEST_LEADS
    of_any_age = gather(tables, config, matured=False) if enough and config.dated else evidence
    columns = _column_leaks(evidence, of_any_age) if enough else []
    return tuple(
        sorted([*columns, *late_events(tables, evidence.wording)], key=lambda leak: SEVERITIES.index(leak.severity))
    )


def _column_leaks(evidence: EndedLeads, of_any_age: EndedLeads) -> list[Leak]:
    found: dict[str, list[Sign]] = {name: [] for name in evidence.columns}
    for look in SIGNS:
        _add(found, look(evidence))
    # young leads that have not converted yet can only weaken this sign, and those that have are many
    _add(found, certain_values(of_any_age))
    suspected = frozenset(name for name, signs in found.items() if any(sign.family != "time" for sign in signs))
    _add(found, strength(evidence, suspected))
    return [
        Leak(name, "column", severity_of(signs), tuple(signs), kept=evidence.columns[name].settings.keep)
        for name, signs in found.items()
        if signs
    ]


def _add(found: dict[str, list[Sign]], signs: Iterator[tuple[str, Sign]]) -> None:
    for name, sign in signs:
        found[name].append(sign)
