"""What a lead column held in training, so that a later value is known for one that the model can read or cannot."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.features.levels import comparison_of
from leadscore.model.timestamps import NEVER
from leadscore.model.values import Compared, key_of, truth_of

RARELY_MISSING = 0.05
"""Up to this share of missing values in training, a missing one is none that the column is known to hold."""

_MOST_VALUES = 20
_LEADS_PER_VALUE = 3


@dataclass(frozen=True)
class ColumnFacts:
    """What a column held in training.

    Attributes:
        missing: Share of the leads without a value; 0 to 1.
        compared: How texts are compared; "exact" for numbers and dates.
        values: The keys of all values of a column that holds only a few, sorted; empty where any text may stand. Values
            of one or two leads are not among them.
        new: Share of the leads with a value that the model tells from no other, because one or two leads had it.
    """

    missing: float
    compared: Compared = "exact"
    values: tuple[str, ...] = ()
    new: float = 0.0

    @property
    def rarely_missing(self) -> bool:
        """Whether so few values were missing that one more says nothing."""
        return self.missing <= RARELY_MISSING

    def unread(self, values: NDArray[Any], constants: Collection[str] = ()) -> Mask:
        """Where a value cannot be read as the column's values were: no truth value, or none of the few.

        Args:
            values: The column; a missing value is no unread one.
            constants: Further texts that are known, because a rule names them.
        """
        if values.dtype.kind != "O" or not (self.values or self.compared == "truth"):
            return np.zeros(len(values), dtype=bool)
        known = {*self.values, *(key_of(text, self.compared) for text in constants)}
        cells = values.tolist()
        strange = {text: text is not None and not self._reads(text, known) for text in {*cells}}
        return np.fromiter((strange[text] for text in cells), dtype=bool, count=len(cells))

    def _reads(self, text: str, known: Collection[str]) -> bool:
        return truth_of(text) is not None if self.compared == "truth" else key_of(text, self.compared) in known


def learn_facts(values: NDArray[Any]) -> ColumnFacts:
    """What a column of leads holds.

    >>> facts = learn_facts(np.array([*["Yes"] * 4, *["no"] * 6, None], dtype=object))
    >>> round(facts.missing, 2), facts.compared
    (0.09, 'truth')
    """
    missing = is_missing(values)
    share = float(missing.mean()) if len(values) else 1.0
    if values.dtype.kind != "O":
        return ColumnFacts(share)
    counts = Counter(values[~missing].tolist())
    compared = comparison_of(counts)
    return ColumnFacts(share, compared, _few(counts, compared))


def is_missing(values: NDArray[Any]) -> Mask:
    """Where a column has no value."""
    match values.dtype.kind:
        case "O":
            return np.array([value is None for value in values.tolist()], dtype=bool)
        case "f":
            return np.asarray(~np.isfinite(values), dtype=bool)
        case _:
            return np.asarray(values == NEVER, dtype=bool)


def _few(counts: Mapping[str, int], compared: Compared) -> tuple[str, ...]:
    by_key = Counter[str]()
    for value, count in counts.items():
        by_key[key_of(value, compared)] += count
    if compared == "truth" or len(by_key) > _MOST_VALUES:
        return ()
    return tuple(sorted(key for key, count in by_key.items() if count >= _LEADS_PER_VALUE))
