"""Numbers that stand for something else: never, or unknown."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.tables.schema import Tables

_FEWEST_LEADS, _LEAST_SHARE = 20, 0.01
_FEWEST_LEVELS = 4
_NEGATIVE = (-1.0, -9.0, -99.0, -999.0, -9999.0)


def sentinels(tables: Tables, config: Config) -> Iterator[str]:
    """A number that many leads share, far from all others, or the only one below zero."""
    for name, column in config.feature_columns.items():
        if column.role != "numeric":
            continue
        values = tables.leads.columns[name]
        found = sentinel(values)
        if found is not None:
            share = np.mean(values == found)
            apart = f"`{name}` is {found:g} for {share:.0%} of the leads, far from every other value"
            yield f"{apart}: it may mean never or unknown. If it does, leave these cells empty."


def sentinel(values: NDArray[np.float64]) -> float | None:
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
