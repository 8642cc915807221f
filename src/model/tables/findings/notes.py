"""Further things worth knowing before a model is learnt: one function for each, in one table."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from leadscore.model.config import Config
from leadscore.model.numbers import counted
from leadscore.model.tables.findings.companies import companies
from leadscore.model.tables.findings.conversions import too_early, too_late
from leadscore.model.tables.findings.idle import idle
from leadscore.model.tables.findings.rate_change import rate_change
from leadscore.model.tables.findings.repeats import repeats
from leadscore.model.tables.findings.sentinels import sentinels
from leadscore.model.tables.findings.unknowns import unknowns
from leadscore.model.tables.schema import Tables


def notes(tables: Tables, config: Config) -> list[str]:
    """Everything there is to note, as sentences with their evidence; no value of a single lead is in them."""
    return [sentence for look in NOTES.values() for sentence in look(tables, config)]


def left_out(tables: Tables, config: Config) -> Iterator[str]:
    """Leads that the configured dates leave out."""
    for key, leads, when in (
        ("data_from", too_early(tables, config.learning).sum(), "before"),
        ("data_until", too_late(tables).sum(), "after"),
    ):
        if leads:
            day = getattr(config.learning, key)
            yield f'Left out by `{key} = "{day}"`: {counted(leads, "lead")} created {when} it.'


def unclear(tables: Tables, config: Config) -> Iterator[str]:
    """Leads of which every outcome was rejected."""
    if n_leads := len(tables.unclear):
        yield (
            f"{n_leads:,} {'lead has' if n_leads == 1 else 'leads have'} an outcome, but not a valid one: nothing is "
            f"learned from {'it' if n_leads == 1 else 'them'}."
        )


NOTES: Mapping[str, Callable[[Tables, Config], Iterator[str]]] = MappingProxyType(
    {
        "left_out": left_out,
        "unclear": unclear,
        "rate_change": rate_change,
        "sentinels": sentinels,
        "unknowns": unknowns,
        "companies": companies,
        "repeats": repeats,
        "idle": idle,
    }
)
"""Every note by its name, as a function from tables to sentences; none where there is nothing to say."""
