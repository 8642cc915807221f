"""The columns a logistic regression reads: numbers standardised, gaps marked, codes one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from leadscore.model.arrays import Codes, Floats
from leadscore.model.scoring.contributions.additive import CategoryTerm, LinearPart, NumericTerm

MAX_CODES = 1_000
"""Codes with a column of their own, over all categories; beyond, the rarer ones share. Work grows with its square."""

_LARGEST = 1e100
"""Values beyond count as this one, so that no square overflows."""


@dataclass(frozen=True)
class NumberColumn:
    """How a number enters: ``(clipped value - mean) / scale``, zero where it is missing."""

    position: int
    mean: float
    scale: float
    low: float
    high: float

    def standardised(self, matrix: Floats) -> Floats:
        """The column of the design."""
        values = matrix[:, self.position]
        column: Floats = (np.clip(values, self.low, self.high) - self.mean) / self.scale
        return np.where(np.isnan(values), 0.0, column)

    def term(self, slope: float, missing: float, share_missing: float) -> NumericTerm:
        """What the coefficients of the value and of the gap say; the gap's deviates from its own mean."""
        known = -missing * share_missing
        return NumericTerm(self.position, slope / self.scale, self.mean, self.low, self.high, known, missing + known)


@dataclass(frozen=True)
class CategoryColumn:
    """How a category enters: which column of its block stands for each code; the last entry is for a gap."""

    position: int
    columns: Codes

    @property
    def width(self) -> int:
        """Columns of the block."""
        return int(self.columns.max()) + 1

    def chosen(self, matrix: Floats) -> Codes:
        """The column of the block that is one, per row."""
        return self.columns[_codes(matrix[:, self.position], len(self.columns) - 1)]

    def term(self, coefficients: Floats, means: Floats) -> CategoryTerm:
        """What the block's coefficients say, as deviations from their mean."""
        offsets = (coefficients - float(coefficients @ means))[self.columns]
        return CategoryTerm(self.position, tuple(float(offset) for offset in offsets[:-1]), float(offsets[-1]))


@dataclass(frozen=True)
class Design:
    """Columns in this order: the value of each number, the gap of each number, each category's block."""

    numbers: tuple[NumberColumn, ...]
    categories: tuple[CategoryColumn, ...]

    @classmethod
    def of(cls, matrix: Floats, weights: Floats, levels: Sequence[int]) -> "Design":
        """The design that training rows ask for.

        Args:
            matrix: Features, NaN where unknown.
            weights: How much each row counts.
            levels: Per feature the number of its category codes; 0 for a number.
        """
        numbers = tuple(_number(matrix, weights, position) for position, n in enumerate(levels) if not n)
        counts = {p: np.bincount(_codes(matrix[:, p], n), minlength=n + 1) for p, n in enumerate(levels) if n}
        enough = _enough_rows(list(counts.values()))
        return cls(numbers, tuple(CategoryColumn(p, _columns(found, enough)) for p, found in counts.items()))

    def columns(self, matrix: Floats) -> Any:
        """The design's columns of some rows, sparse."""
        values = np.column_stack([np.zeros((len(matrix), 0)), *(n.standardised(matrix) for n in self.numbers)])
        gaps = np.isnan(matrix[:, [number.position for number in self.numbers]])
        blocks = [_one_hot(category.chosen(matrix), category.width) for category in self.categories]
        return sparse.hstack([sparse.csr_array(values), sparse.csr_array(gaps.astype(np.float64)), *blocks], "csr")

    def linear(self, coefficients: Floats, means: Floats) -> LinearPart:
        """The linear part that coefficients of the design's columns amount to.

        Args:
            coefficients: One per column.
            means: Weighted mean of each column over the training rows.
        """
        n = len(self.numbers)
        numeric = (
            number.term(float(coefficients[i]), float(coefficients[n + i]), float(means[n + i]))
            for i, number in enumerate(self.numbers)
        )
        starts = 2 * n + np.cumsum([0, *(category.width for category in self.categories)])
        categories = (
            category.term(coefficients[start : start + category.width], means[start : start + category.width])
            for category, start in zip(self.categories, starts, strict=False)
        )
        return LinearPart(tuple(numeric), tuple(categories))


def _number(matrix: Floats, weights: Floats, position: int) -> NumberColumn:
    known = ~np.isnan(matrix[:, position])
    # a fold may know no value at all of a rare feature
    values, share = (matrix[known, position], weights[known]) if known.any() else (np.zeros(1), np.ones(1))
    values = np.clip(values, -_LARGEST, _LARGEST)
    mean = float(np.average(values, weights=share))
    spread = float(np.sqrt(np.average((values - mean) ** 2, weights=share)))
    return NumberColumn(position, mean, spread if spread > 0 else 1.0, float(values.min()), float(values.max()))


def _codes(values: Floats, levels: int) -> Codes:
    """Whole codes; one more than the last stands for a gap."""
    return np.where(np.isnan(values), levels, np.clip(values, 0, levels - 1)).astype(np.int64)


def _enough_rows(counts: list[Codes]) -> int:
    """The fewest training rows with which a code gets a column of its own."""
    found = np.sort(np.concatenate([np.zeros(0, np.int64), *counts]))[::-1]
    return 1 + (int(found[MAX_CODES]) if len(found) > MAX_CODES else 0)


def _columns(counts: Codes, enough: int) -> Codes:
    """The column of each code, then the gap's; rare codes share that of the last code, which means any other value."""
    own = counts >= enough
    own[-2:] = True
    columns = np.cumsum(own) - 1
    columns[~own] = columns[-2]
    return columns


def _one_hot(chosen: Codes, width: int) -> Any:
    n = len(chosen)
    return sparse.csr_array((np.ones(n), chosen, np.arange(n + 1)), shape=(n, width))
