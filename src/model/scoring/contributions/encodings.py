"""Encodings: numbers that stand for categories (how training leads of the category converted), looked up in a table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from leadscore.model.arrays import Codes, Floats


@dataclass(frozen=True)
class Encoding:
    """An extra column for the trees: a number looked up by the codes of one categorical feature, or of a pair of them.

    Attributes:
        positions: Columns of the matrix that hold the codes.
        sizes: Number of codes of each, without missing.
        codes: Joint codes that occurred in the training data, ascending.
        values: The number for each of these codes.
        default: The number for any other code.
    """

    positions: tuple[int, ...]
    sizes: tuple[int, ...]
    codes: tuple[int, ...]
    values: tuple[float, ...]
    default: float

    def column(self, matrix: Floats) -> Floats:
        """The numbers for rows of the feature matrix."""
        known, values = self._table
        joint = joint_codes(matrix, self.positions, self.sizes)
        place = np.minimum(np.searchsorted(known, joint), max(len(known) - 1, 0))
        if not len(known):
            return np.full(len(matrix), self.default)
        return np.where(known[place] == joint, values[place], self.default)

    @cached_property
    def _table(self) -> tuple[Codes, Floats]:
        return np.array(self.codes, dtype=np.int64), np.array(self.values)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def encoding_from_dict(raw: Mapping[str, Any]) -> Encoding:
    """The encoding that ``as_dict`` wrote.

    Raises:
        TypeError, KeyError, ValueError: The values are not those of an encoding.
    """
    made = Encoding(
        positions=tuple(int(value) for value in raw["positions"]),
        sizes=tuple(int(value) for value in raw["sizes"]),
        codes=tuple(int(value) for value in raw["codes"]),
        values=tuple(float(value) for value in raw["values"]),
        default=float(raw["default"]),
    )
    if not made.positions or len(made.positions) != len(made.sizes) or len(made.codes) != len(made.values):
        message = "the parts of an encoding do not fit together"
        raise ValueError(message)
    return made


def joint_codes(matrix: Floats, positions: Sequence[int], sizes: Sequence[int]) -> Codes:
    """One whole number per row for the combination of codes in these columns; missing counts as one more code."""
    joint = np.zeros(len(matrix), dtype=np.int64)
    for position, size in zip(positions, sizes, strict=True):
        values = matrix[:, position]
        codes = np.where(np.isnan(values), size, np.clip(values, 0, size - 1)).astype(np.int64)
        joint = joint * (size + 1) + codes
    return joint
