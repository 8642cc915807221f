"""The fitted model: log-odds = intercept + trees + linear part, each exactly split over the features."""

from dataclasses import dataclass
from functools import cached_property

import lightgbm as lgb
import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.errors import BundleError
from leadscore.model.scoring.contributions.encodings import Encoding
from leadscore.model.scoring.contributions.linear import LinearPart


@dataclass(frozen=True)
class AdditiveModel:
    """A calibrated model whose log-odds are a sum.

    Attributes:
        booster: LightGBM's text form; calibration is already inside its leaves. It reads the features, then one
            column per encoding.
        linear: Calibrated linear part.
        intercept: Log-odds added to both.
        encodings: Further columns for the trees, looked up by categories.
    """

    booster: str
    linear: LinearPart
    intercept: float
    encodings: tuple[Encoding, ...] = ()

    @cached_property
    def _trees(self) -> lgb.Booster:
        # LightGBM ends the whole process over a text that is cut off, so it never gets to see one
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
        each term's deviation from its training mean. What an encoding adds belongs to its feature; two features
        that are encoded together share it equally.

        Returns:
            One row per lead with a value per feature, and the expected log-odds; together they sum to z.
        """
        if not len(matrix):  # LightGBM divides by the number of rows
            return np.zeros(matrix.shape), self.expected
        values = np.asarray(
            self._trees.predict(self._extended(matrix), pred_contrib=True, num_threads=threads), dtype=np.float64
        )
        contributions = np.ascontiguousarray(values[:, : matrix.shape[1]])
        for column, encoding in enumerate(self.encodings, start=matrix.shape[1]):
            for position in encoding.positions:
                contributions[:, position] += values[:, column] / len(encoding.positions)
        self.linear.add_to(contributions, matrix)
        return contributions, float(values[0, -1]) + self.intercept

    def _extended(self, matrix: Floats) -> Floats:
        if not self.encodings:
            return matrix
        return np.column_stack([matrix, *(encoding.column(matrix) for encoding in self.encodings)])


def sigmoid(log_odds: Floats) -> Floats:
    """Probability of log-odds, without overflow at either end."""
    return np.exp(-np.logaddexp(0.0, -log_odds))


def _unreadable() -> BundleError:
    return BundleError("The trees cannot be read", where="booster.txt", remedy="fetch the bundle again or train anew")
