"""One column as the signs look at it: values of some leads, hidden where no model could have seen them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.config import ColumnSettings

Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]

_BINS = 20


@dataclass(frozen=True)
class Column:
    """A column of some leads.

    Attributes:
        name: Its name.
        settings: How it is configured.
        values: Numbers with NaN where missing (of a date, the days since creation), or text with None.
    """

    name: str
    settings: ColumnSettings
    values: NDArray[Any]

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, dates included."""
        return self.values.dtype.kind == "f"

    @property
    def comparable(self) -> bool:
        """Whether its values can be met again in other leads; an address is met once."""
        return self.settings.role != "email"

    @cached_property
    def known(self) -> Mask:
        """Per lead, whether there is a value."""
        return np.asarray(~pd.isna(self.values))

    @cached_property
    def codes(self) -> Codes:
        """Per lead, which of the different values it has; -1 where none."""
        return pd.factorize(self.values)[0].astype(np.int32)

    @cached_property
    def groups(self) -> Codes:
        """Per lead its value, or of numbers one of twenty bins of about equal size, from 1; 0 where missing."""
        if not self.numeric:
            return self.codes + 1
        groups = np.zeros(len(self.values), dtype=np.int32)
        known = self.values[self.known]
        if len(known):
            edges = np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1]))
            groups[self.known] = 1 + np.searchsorted(edges, known, side="left")
        return groups

    def level(self, code: int) -> str:
        """The value that a code stands for."""
        return str(self.values[int(np.argmax(self.codes == code))])
