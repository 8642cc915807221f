"""How well leads are told apart among their like, whatever it is that makes them alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.learning.judging.metrics import METRICS
from leadscore.model.learning.judging.ranking import Ranking
from leadscore.model.learning.judging.resampling import Interval, interval_of, resampled_weights


@dataclass(frozen=True)
class _Stratum:
    """Rows that are alike, ranked by their prediction."""

    rows: NDArray[np.int64]
    ranking: Ranking


def roc_auc_within(judged: Judged, probability: Floats, stratum: NDArray[Any], *, seed: int) -> Interval:
    """The ROC AUC among rows of one stratum, averaged over strata, with its interval over leads.

    A stratum counts by its weight of conversions times that of the others over that of both (van Elteren 1960), so
    that one that can tell little counts for little. Unknown where no stratum has both.

    Args:
        judged: Rows with labels.
        probability: Predicted probability per row.
        stratum: Per row what makes it alike with others, as its age.
        seed: Of the resampling.
    """
    parts = [np.flatnonzero(stratum == value) for value in np.unique(stratum)]
    strata = [_Stratum(rows, Ranking.of(judged.converted[rows], probability[rows])) for rows in parts]
    drawn = [_mean_auc(strata, weights) for weights in resampled_weights(judged, seed)]
    return interval_of(_mean_auc(strata, judged.weights), np.array(drawn))


def _mean_auc(strata: Sequence[_Stratum], weights: Floats) -> float:
    total = counted = 0.0
    for stratum in strata:
        weighed = stratum.ranking.weighed(weights[stratum.rows])
        won, other = (float(reached[-1]) for reached in weighed.reached)
        if won > 0 and other > 0:
            share = won * other / (won + other)
            total += share * METRICS["roc_auc"](weighed)
            counted += share
    return total / counted if counted else float("nan")
