"""Columns from which nothing can be learned."""

from collections.abc import Iterator

import pandas as pd

from leadscore.model.config import Config
from leadscore.model.moments import NEVER
from leadscore.model.tables.schema import Tables


def idle(tables: Tables, config: Config) -> Iterator[str]:
    """Columns that are never filled, and columns with the same value for every lead."""
    empty: list[str] = []
    constant: list[str] = []
    for name in config.feature_columns:
        levels = pd.unique(pd.Series(tables.leads.columns[name]))
        if len(levels) == 1:
            (empty if _is_missing(levels[0]) else constant).append(f"`{name}`")
    if empty:
        yield f"Never filled, so nothing is learned from it: {', '.join(empty)}."
    if constant:
        yield f"The same for every lead, so nothing is learned from it: {', '.join(constant)}."


def _is_missing(value: object) -> bool:
    return value is None or value == NEVER or value != value
