"""What models say of leads that were held out from them, as a whole and feature by feature."""

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np

from leadscore.model.arrays import Floats, Integers, SmallFloats
from leadscore.model.learning.learner.calibration import Line
from leadscore.model.learning.learner.effort import MARGINS
from leadscore.model.learning.learner.tree_contributions import tree_contributions
from leadscore.model.scoring.contributions.additive import Encoding, on_features


@dataclass(frozen=True)
class OutOfFold:
    """Out-of-fold log-odds by entry of ``MARGINS``, zero for what is not fitted.

    Attributes:
        margins: One row per training row, one column per entry.
        contributions: What each feature adds to the margins: entries x training rows x features. What they start
            from is the same for all rows held out from one model.
    """

    margins: Floats
    contributions: SmallFloats

    @classmethod
    def empty(cls, n_rows: int, n_features: int) -> "OutOfFold":
        """Nothing known of any row yet."""
        return cls(np.zeros((n_rows, len(MARGINS))), np.zeros((len(MARGINS), n_rows, n_features), dtype=np.float32))

    def add(self, entry: str, rows: Integers, log_odds: Floats, contributions: Floats) -> None:
        """Note what one fold's model says of the rows held out from it, in place."""
        self.margins[rows, MARGINS.index(entry)] = log_odds
        self.contributions[MARGINS.index(entry), rows] = contributions

    def blended(self, line: Line) -> SmallFloats:
        """Contributions per training row and feature to the blended and calibrated log-odds."""
        return np.tensordot(np.array(line.weights, dtype=np.float32), self.contributions, axes=1)


def explained(
    booster: lgb.Booster, matrix: Floats, encodings: Sequence[Encoding], threads: int
) -> tuple[Floats, Floats]:
    """Log-odds per row by a booster's best trees, and its exact SHAP values per feature.

    Args:
        booster: Where it was stopped early, its ``best_iteration`` says where.
        matrix: What it reads: the features, then a column per encoding.
        encodings: Whose features the last columns belong to.
        threads: For LightGBM.
    """
    log_odds = np.asarray(booster.predict(matrix, raw_score=True, num_threads=threads), dtype=np.float64)
    n_trees = booster.best_iteration if booster.best_iteration > 0 else booster.num_trees()
    return log_odds, on_features(tree_contributions(booster, matrix, n_trees=n_trees, threads=threads), encodings)
