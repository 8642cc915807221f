"""Traps in the data worth knowing before a model is learned: one function for each, in one table."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom

from leadscore.model.arrays import Floats, Mask
from leadscore.model.config import Config
from leadscore.model.data.quality.cohorts import rate_change
from leadscore.model.data.quality.conversions import converted_leads, too_early, too_late
from leadscore.model.data.tables.tables import Tables
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import NEVER
from leadscore.model.vocabulary import vocabulary


def repeats(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """Leads that repeat an earlier one in everything but the id; reading has grouped them with it."""
    if tables.lead_group is None or not config.leads.id:
        return
    own = np.arange(len(tables.leads))
    found = int(((tables.lead_group >= 0) & (tables.lead_group != own)).sum())
    if found:
        yield wording.say("notes.repeats", count=found)


def idle(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """Columns that are never filled, and columns with the same value for every lead."""
    empty: list[str] = []
    constant: list[str] = []
    for name in config.feature_columns:
        levels = pd.unique(pd.Series(tables.leads.columns[name]))
        if len(levels) == 1:
            (empty if _is_missing(levels[0]) else constant).append(f"`{name}`")
    if empty:
        yield wording.say("notes.empty", columns=", ".join(empty))
    if constant:
        yield wording.say("notes.constant", columns=", ".join(constant))


def _is_missing(value: object) -> bool:
    return value is None or value == NEVER or value != value


_FEWEST_LEADS, _LEAST_SHARE = 20, 0.01
_FEWEST_LEVELS = 4
_NEGATIVE = (-1.0, -9.0, -99.0, -999.0, -9999.0)


def sentinels(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """A number that many leads share, far from all others, or the only one below zero."""
    for name, column in config.feature_columns.items():
        if column.role != "numeric":
            continue
        values = tables.leads.columns[name]
        found = sentinel(values)
        if found is not None:
            share = wording.formats.percent(float(np.mean(values == found)), 0)
            yield wording.say("notes.sentinel", column=name, value=f"{found:g}", share=share)


def sentinel(values: Floats) -> float | None:
    """The least or greatest value, if many leads have it and it does not belong to the others.

    It does not, if the gap to the next value is wider than the range of all others, or if it alone is negative and
    written as minus one or minus some nines. Zero is never meant: where most leads have none, the few that have some
    are far from it.
    """
    levels, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    if len(levels) < _FEWEST_LEVELS:
        return None
    lowest, highest = levels[0], levels[-1]
    above, below = highest - levels[-2], levels[1] - lowest
    alone = lowest in _NEGATIVE and levels[1] >= 0
    ends = (
        (highest, counts[-1], above > levels[-2] - lowest),
        (lowest, counts[0], alone or below > highest - levels[1]),
    )
    enough = max(_FEWEST_LEADS, _LEAST_SHARE * len(values))
    return next((float(end) for end, count, apart in ends if apart and count >= enough and end != 0), None)


_FEWEST_WITH_WORD = 5
_EMPTY = ""


def unknowns(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """Columns that say unknown in several ways, each named; and those that say it in one word, together."""
    alone: dict[str, list[str]] = {}
    for name, column in config.feature_columns.items():
        if column.role != "category":
            continue
        spellings = spellings_of_unknown(pd.Series(tables.leads.columns[name], dtype=object))
        if len(spellings) > 1:
            texts = wording.say("notes.and").join(_spelling(*each, wording) for each in spellings.items())
            yield wording.say("notes.unknowns", column=name, spellings=texts)
        elif spellings and _EMPTY not in spellings:
            alone.setdefault(next(iter(spellings)), []).append(f"`{name}`")
    for spelling, names in alone.items():
        yield wording.say("notes.unknown_alone", spelling=spelling, columns=", ".join(names))


def _spelling(spelling: str, leads: int, wording: Wording) -> str:
    return wording.say("notes.spelling", spelling=spelling or wording.say("notes.empty_cell"), leads=leads)


def spellings_of_unknown(values: "pd.Series[str]") -> Mapping[str, int]:
    """How often each way of saying unknown occurs, an empty cell as "" among them; not those of under five leads."""
    counts, words = values.value_counts(), vocabulary().cells.unknown
    found = {f'"{level}"': int(count) for level, count in counts.items() if str(level).casefold() in words}
    every = {_EMPTY: int(values.isna().sum())} | found
    return {spelling: count for spelling, count in every.items() if count >= _FEWEST_WITH_WORD}


_SHARED = ("company", "email", "phone")
_MOST_LEADS = 20  # a value that more leads share is a category, not a company
_FEWEST_GROUPS, _LEAST_SHARE_OF_COMPANIES = 20, 0.1
_MUCH, _FAR_BEYOND_CHANCE = 0.3, 4.0


def companies(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """A column of many values, each shared by a few leads, that agree in their outcome far more than chance would."""
    if any(column.group for column in config.columns.values()):
        return
    converted = converted_leads(tables)
    for name, values in _shared_texts(tables, config).items():
        found = agreement(values, converted)
        if found is not None:
            yield wording.say("notes.companies", column=name, share=wording.formats.percent(found, 0))


def agreement(values: NDArray[Any], converted: Mask) -> float | None:
    """How much the outcomes of leads with one value agree: 0 by chance, 1 always (Fleiss' kappa within values).

    Returns:
        None where values are not shared by few leads each, or agree little, or by chance.
    """
    codes, _ = pd.factorize(pd.Series(values, dtype=object))
    leads = np.bincount(codes[codes >= 0])
    wins = np.bincount(codes[codes >= 0], weights=converted[codes >= 0])
    few = (leads >= 2) & (leads <= _MOST_LEADS)
    leads, wins = leads[few], wins[few]
    if len(leads) < _FEWEST_GROUPS or leads.sum() < _LEAST_SHARE_OF_COMPANIES * len(values):
        return None
    rate = wins.sum() / leads.sum()
    expected = leads.sum() * 2 * rate * (1 - rate)
    if expected == 0:
        return None
    disagreeing = (2 * wins * (leads - wins) / (leads - 1)).sum()
    kappa = float(1 - disagreeing / expected)
    by_chance = np.sqrt(sum(count * _variance(size, rate) for size, count in enumerate(np.bincount(leads)) if count))
    return kappa if kappa >= _MUCH and expected - disagreeing >= _FAR_BEYOND_CHANCE * by_chance else None


def _variance(size: int, rate: float) -> float:
    """Of the disagreement within so many leads that convert independently."""
    wins = np.arange(size + 1)
    disagreeing, chance = 2 * wins * (size - wins) / (size - 1), binom.pmf(wins, size, rate)
    return float(chance @ disagreeing**2 - (chance @ disagreeing) ** 2)


def _shared_texts(tables: Tables, config: Config) -> Mapping[str, NDArray[Any]]:
    """Text columns by their name in the file: those the model learns from, and what people are shown."""
    texts = {
        name: tables.leads.columns[name]
        for name, column in config.feature_columns.items()
        if column.role in ("category", "email")
    }
    shown = {getattr(config.leads, key): tables.people[key].to_numpy() for key in _SHARED if key in tables.people}
    return texts | shown


def notes(tables: Tables, config: Config, wording: Wording) -> list[str]:
    """The traps found, as sentences with their figures; no value of a single lead is in them."""
    return [sentence for look in NOTES.values() for sentence in look(tables, config, wording)]


def left_out(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """Leads that the configured dates leave out."""
    for key, leads, when in (
        ("data_from", too_early(tables, config.learning).sum(), "before"),
        ("data_until", too_late(tables).sum(), "after"),
    ):
        if leads:
            day = getattr(config.learning, key)
            yield wording.say(f"notes.left_out_{when}", day=day, count=leads)


def unclear(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """Leads of which every outcome was rejected."""
    if n_leads := len(tables.unclear):
        yield wording.say("notes.unclear", count=n_leads)


def still_open(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """Leads whose row says that they are open."""
    if n_leads := len(tables.still_open):
        yield wording.say("notes.still_open", count=n_leads)


def reading(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """What had to be guessed, passed over or filled up to read the files."""
    for table, remarks in tables.remarks.items():
        for remark in remarks:
            yield f"{table}: {wording.say(f'reading.{remark.key}', **remark.values)}"


def unmet(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """Tables whose ids are written in another form than those of the leads."""
    yield from (match.said(wording) for match in tables.matches if match.worth_saying)


NOTES: Mapping[str, Callable[[Tables, Config, Wording], Iterator[str]]] = MappingProxyType(
    {
        "reading": reading,
        "unmet": unmet,
        "left_out": left_out,
        "unclear": unclear,
        "still_open": still_open,
        "rate_change": rate_change,
        "sentinels": sentinels,
        "unknowns": unknowns,
        "companies": companies,
        "repeats": repeats,
        "idle": idle,
    }
)
"""Every note by its name, as a function from tables to sentences; none where there is nothing to say."""
