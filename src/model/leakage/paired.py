"""The AUCs of two scores of the same leads, and the interval of their difference."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from leadscore.model.leakage.columns import Mask

Floats = NDArray[np.float64]

_CONFIDENT = 1.96


@dataclass(frozen=True)
class PairedAucs:
    """Two AUCs, and the 95 % interval of the first less the second."""

    first: float
    second: float
    low: float
    high: float


def paired_aucs(converted: Mask, first: Floats, second: Floats) -> PairedAucs:
    """Both AUCs with the interval of DeLong, DeLong and Clarke-Pearson (1988).

    Computed from midranks, after Sun and Xu (2014).

    Args:
        converted: Per lead, whether it converted; both must occur more than once.
        first: A score per lead.
        second: Another one.
    """
    won, lost = (a - b for a, b in zip(_placements(converted, first), _placements(converted, second), strict=True))
    error = float(np.sqrt(won.var(ddof=1) / len(won) + lost.var(ddof=1) / len(lost)))
    difference = float(won.mean())
    own, other = (float(_placements(converted, score)[0].mean()) for score in (first, second))
    return PairedAucs(own, other, difference - _CONFIDENT * error, difference + _CONFIDENT * error)


def _placements(converted: Mask, score: Floats) -> tuple[Floats, Floats]:
    """Per converted lead the share of the others it beats, and per other lead the share of those that beat it."""
    ranks, won, lost = rankdata(score), score[converted], score[~converted]
    beats = (ranks[converted] - rankdata(won)) / len(lost)
    beaten = 1 - (ranks[~converted] - rankdata(lost)) / len(won)
    return beats, beaten
