"""How categories say that something is not known: one word is a category of its own, several are confused."""

from collections.abc import Iterator, Mapping

import pandas as pd

from leadscore.model.config import Config
from leadscore.model.tables.schema import Tables

WORDS = frozenset(
    "unknown|unk|unspecified|not specified|not known|not provided|not available|not given|undefined|na|n.a.|no data|"
    "missing|empty|blank|(blank)|?|-|--|unbekannt|keine angabe|k.a.|k. a.|nicht angegeben|nicht bekannt|leer|(leer)|"
    "fehlt|desconhecido|desconocido|inconnu|onbekend|sconosciuto".split("|")
)
"""Texts that mean unknown, in lower case; those that are read as missing values are not among them."""

_FEWEST_LEADS = 5
_EMPTY = "an empty cell"
_REMEDY = "The model takes them for different things; write one of them."


def unknowns(tables: Tables, config: Config) -> Iterator[str]:
    """Columns that say unknown in several ways, each named; and those that say it in one word, together."""
    alone: dict[str, list[str]] = {}
    for name, column in config.feature_columns.items():
        if column.role != "category":
            continue
        spellings = spellings_of_unknown(pd.Series(tables.leads.columns[name], dtype=object))
        if len(spellings) > 1:
            told = " and ".join(f"{spelling} ({leads:,} leads)" for spelling, leads in spellings.items())
            yield f"`{name}` says in several ways that it is not known: {told}. {_REMEDY}"
        elif spellings and _EMPTY not in spellings:
            alone.setdefault(next(iter(spellings)), []).append(f"`{name}`")
    for spelling, names in alone.items():
        yield f"{spelling} is a category of its own in {', '.join(names)}, which does no harm."


def spellings_of_unknown(values: "pd.Series[str]") -> Mapping[str, int]:
    """How often each way of saying unknown occurs, an empty cell among them; those of under five leads do not count."""
    counts = values.value_counts()
    found = {f'"{level}"': int(count) for level, count in counts.items() if str(level).casefold() in WORDS}
    every = {_EMPTY: int(values.isna().sum())} | found
    return {spelling: count for spelling, count in every.items() if count >= _FEWEST_LEADS}
