"""The fitted model: log-odds = intercept + trees + linear part, each exactly split over the features."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from operator import index
from typing import Any

import lightgbm as lgb
import numpy as np

from leadscore.model.arrays import Codes, Floats
from leadscore.model.errors import BundleError
from leadscore.model.features.levels import every_code


@dataclass(frozen=True)
class Encoding:
    """An extra column for the trees: a number looked up by the codes of one categorical feature, or of a pair of them.

    Attributes:
        positions: Columns of the matrix that hold the codes.
        sizes: Number of codes of each, rare levels included, without missing.
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
        missing = np.isnan(values)
        codes = every_code(np.clip(np.where(missing, 0.0, values), 0, size - 1))
        joint = joint * (size + 1) + np.where(missing, size, np.minimum(codes, size - 1))
    return joint


@dataclass(frozen=True)
class NumericTerm:
    """A number's share of the log-odds: ``coefficient * (clipped value - mean)``, or ``missing`` where unknown.

    Attributes:
        position: Column of the matrix.
        coefficient: Log-odds per unit of the feature.
        mean: Mean of the known training values, clipped.
        low, high: Range of the training values; values outside count as its ends.
        known, missing: Log-odds added where the value is known, and where it is missing; their training mean is zero.
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
        missing: Log-odds where the value is missing.
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


@dataclass(frozen=True)
class AdditiveModel:
    """A calibrated model whose log-odds are a sum.

    Attributes:
        booster: LightGBM's text form; calibration is already inside its leaves. It reads the features, then one
            column per encoding.
        linear: Calibrated linear part.
        intercept: Log-odds added to both.
        encodings: Further columns for the trees, looked up by categories.
        centre: Log-odds per feature that are taken off its contribution and belong to the expected value instead: its
            weighted mean over training rows. Empty in models of protocol 3 and before, whose contributions start from
            the trees' own mean, which knows no weights.
    """

    booster: str
    linear: LinearPart
    intercept: float
    encodings: tuple[Encoding, ...] = ()
    centre: tuple[float, ...] = ()

    @cached_property
    def _trees(self) -> lgb.Booster:
        # LightGBM aborts the whole process on a truncated text, so that is checked first
        if not (self.booster.startswith("tree\n") and "\nend of trees\n" in self.booster):
            raise _unreadable()
        try:
            return lgb.Booster(model_str=self.booster)
        except lgb.basic.LightGBMError as error:
            raise _unreadable() from error

    @property
    def n_features(self) -> int:
        """Number of columns the matrix must have."""
        return int(self._trees.num_feature()) - len(self.encodings)

    @cached_property
    def expected(self) -> float:
        """The mean log-odds that contributions start from."""
        return float(self.contributions(np.full((1, self.n_features), np.nan))[1])

    def log_odds(self, matrix: Floats, *, threads: int = 1) -> Floats:
        """Calibrated log-odds z per row."""
        trees = np.asarray(
            self._trees.predict(self._extended(matrix), raw_score=True, num_threads=threads), dtype=np.float64
        )
        return trees + self.linear.margin(matrix) + self.intercept

    def contributions(self, matrix: Floats, *, threads: int = 1) -> tuple[Floats, float]:
        """Exact SHAP values of the log-odds.

        The trees' part is LightGBM's own (path-dependent TreeSHAP, Lundberg et al. 2020), the linear part's is
        each term's deviation from its training mean. What an encoding adds is shared by ``on_features``.
        The model's centre is taken off.

        Returns:
            One row per lead with a value per feature, and the expected log-odds; together they sum to z.
        """
        if not len(matrix):  # without rows LightGBM would divide by zero
            return np.zeros(matrix.shape), self.expected
        values = np.asarray(
            self._trees.predict(self._extended(matrix), pred_contrib=True, num_threads=threads), dtype=np.float64
        )
        contributions = on_features(values[:, :-1], self.encodings)
        self.linear.add_to(contributions, matrix)
        expected = float(values[0, -1]) + self.intercept
        if not self.centre:
            return contributions, expected
        contributions -= np.array(self.centre)
        return contributions, expected + float(np.sum(self.centre))

    def centred(self, contributions: Floats, weights: Floats) -> "AdditiveModel":
        """The same model with its contributions centred on some leads: there each feature's weighted mean becomes zero.

        No log-odds change: what is taken off the contributions is added to the expected value.

        Args:
            contributions: This model's contributions, one row per look at a lead and a column per feature.
            weights: How much each row counts; not all zero.
        """
        off = np.average(contributions, axis=0, weights=weights) + np.array(self.centre or 0.0)
        return replace(self, centre=tuple(off.tolist()))

    def _extended(self, matrix: Floats) -> Floats:
        if not self.encodings:
            return matrix
        return np.column_stack([matrix, *(encoding.column(matrix) for encoding in self.encodings)])


def on_features(contributions: Floats, encodings: Sequence[Encoding]) -> Floats:
    """Contributions per feature of those per column of the trees, whose last columns are the encodings.

    What an encoding adds belongs to its feature; two features that are encoded together share it equally.
    """
    n_features = contributions.shape[1] - len(encodings)
    found = np.ascontiguousarray(contributions[:, :n_features])
    for column, encoding in enumerate(encodings, start=n_features):
        for position in encoding.positions:
            found[:, position] += contributions[:, column] / len(encoding.positions)
    return found


def sigmoid(log_odds: Floats) -> Floats:
    """Probability of log-odds, without overflow at either end."""
    return np.exp(-np.logaddexp(0.0, -log_odds))


def _unreadable() -> BundleError:
    return BundleError("The trees cannot be read", where="booster.txt", remedy="fetch the bundle again or train anew")
