"""The linear part of the model: every term's contribution is its deviation from the training mean."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import index
from typing import Any

import numpy as np

from leadscore.model.arrays import Floats


@dataclass(frozen=True)
class NumericTerm:
    """A number's share of the log-odds: ``coefficient * (clipped value - mean)``, or ``missing`` where unknown.

    Attributes:
        position: Column of the matrix.
        coefficient: Log-odds per unit of the feature.
        mean: Mean of the known training values, clipped.
        low, high: Range of the training values; values outside count as its ends.
        known, missing: Log-odds added where the value is known, or is not; their training mean is zero.
    """

    position: int
    coefficient: float
    mean: float
    low: float
    high: float
    known: float
    missing: float

    def contribution(self, values: Floats) -> Floats:
        """Log-odds per row."""
        effect = self.coefficient * (np.clip(values, self.low, self.high) - self.mean) + self.known
        return np.where(np.isnan(values), self.missing, effect)


@dataclass(frozen=True)
class CategoryTerm:
    """A category's share of the log-odds.

    Attributes:
        position: Column of the matrix.
        offsets: Log-odds per code; the last one is for every other known value. Their training mean, with
            ``missing``, is zero.
        missing: Log-odds where the value is unknown.
    """

    position: int
    offsets: tuple[float, ...]
    missing: float

    def contribution(self, values: Floats) -> Floats:
        """Log-odds per row."""
        table = np.array([*self.offsets, self.missing])
        other = len(self.offsets) - 1
        codes = np.where(np.isnan(values), other + 1, np.clip(values, 0, other)).astype(np.int64)
        return table[codes]


@dataclass(frozen=True)
class LinearPart:
    """Terms that are added to the trees' log-odds; none at all is a model of trees alone."""

    numeric: tuple[NumericTerm, ...] = ()
    categories: tuple[CategoryTerm, ...] = ()

    @property
    def terms(self) -> Sequence[NumericTerm | CategoryTerm]:
        """All terms."""
        return (*self.numeric, *self.categories)

    def add_to(self, contributions: Floats, matrix: Floats) -> None:
        """Add each term's log-odds to its feature's column of ``contributions``, in place."""
        for term in self.terms:
            contributions[:, term.position] += term.contribution(matrix[:, term.position])

    def margin(self, matrix: Floats) -> Floats:
        """Log-odds of the linear part per row; its mean over the training rows is zero."""
        total = np.zeros(len(matrix))
        for term in self.terms:
            total += term.contribution(matrix[:, term.position])
        return total

    def scaled(self, factor: float) -> "LinearPart":
        """The same part with every log-odds multiplied."""
        numeric = (
            NumericTerm(t.position, t.coefficient * factor, t.mean, t.low, t.high, t.known * factor, t.missing * factor)
            for t in self.numeric
        )
        categories = (
            CategoryTerm(t.position, tuple(offset * factor for offset in t.offsets), t.missing * factor)
            for t in self.categories
        )
        return LinearPart(tuple(numeric), tuple(categories))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def linear_from_dict(raw: Mapping[str, Any]) -> LinearPart:
    """The linear part that ``as_dict`` wrote.

    Raises:
        TypeError, KeyError, ValueError: The values are not those of a linear part.
    """
    numeric = (
        NumericTerm(index(term["position"]), *(float(term[name]) for name in _NUMBERS)) for term in raw["numeric"]
    )
    categories = (
        CategoryTerm(index(term["position"]), tuple(float(o) for o in term["offsets"]), float(term["missing"]))
        for term in raw["categories"]
    )
    return LinearPart(tuple(numeric), tuple(categories))


_NUMBERS = ("coefficient", "mean", "low", "high", "known", "missing")
