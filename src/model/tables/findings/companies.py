"""Leads of one company that convert together, so that one of them gives the others away."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom

from leadscore.model.config import Config
from leadscore.model.tables.findings.conversions import Mask, converted_leads
from leadscore.model.tables.schema import Tables

_SHARED = ("company", "email", "phone")
_MOST_LEADS = 20  # a value that more leads share is a category, not a company
_FEWEST_GROUPS, _LEAST_SHARE = 20, 0.1
_MUCH, _FAR_BEYOND_CHANCE = 0.3, 4.0


def companies(tables: Tables, config: Config) -> Iterator[str]:
    """A column of many values, each shared by a few leads, that agree in their outcome far more than chance would."""
    if any(column.group for column in config.columns.values()):
        return
    converted = converted_leads(tables)
    for name, values in _shared_texts(tables, config).items():
        found = agreement(values, converted)
        if found is not None:
            yield (
                f"Leads with the same `{name}` convert together: {found:.0%} of what their outcomes could agree beyond"
                f' chance. Set `group = true` in `[columns."{name}"]`, so that they stay together.'
            )


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
    if len(leads) < _FEWEST_GROUPS or leads.sum() < _LEAST_SHARE * len(values):
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
