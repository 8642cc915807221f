"""The score scale: ten points double the odds; points are rounded so that they still add up to the score."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Floats, Integers

POINTS_PER_DOUBLING = 10.0
REFERENCE_SCORE = 50.0
_SCALE = POINTS_PER_DOUBLING / np.log(2.0)


def score_of(log_odds: Floats, reference: float) -> Floats:
    """Unrounded score of log-odds; 50 at the reference, +10 for every doubling of the odds."""
    score: Floats = REFERENCE_SCORE + points_of(log_odds - reference)
    return score


def points_of(log_odds: Floats) -> Floats:
    """Unrounded points for differences of log-odds."""
    points: Floats = _SCALE * log_odds
    return points


def whole(scores: Floats) -> Integers:
    """Scores rounded to whole points and clamped to 0..100.

    >>> whole(np.array([49.6, 103.2, -np.inf])).tolist()
    [50, 100, 0]
    """
    return np.clip(np.rint(scores), 0, 100).astype(np.int64)


@dataclass(frozen=True)
class Points:
    """Whole points that add up: ``start + signals.sum(axis=1) + beyond_scale == score``.

    Attributes:
        start: The score a lead has before anything is known about it.
        signals: Points per lead and signal.
        score: 0 to 100 per lead.
        beyond_scale: Points that clamping to 0..100 added or removed; zero for nearly every lead.
    """

    start: int
    signals: Integers
    score: Integers
    beyond_scale: Integers


def whole_points(contributions: Floats, expected: float, reference: float) -> Points:
    """Round contributions to whole points by largest remainder.

    Args:
        contributions: Log-odds per lead and signal.
        expected: Log-odds that the contributions start from.
        reference: Log-odds that score 50.
    """
    start = int(np.rint(score_of(np.array([expected]), reference))[0])
    exact = np.round(points_of(contributions), 9)  # so that no last bit decides between two equal remainders
    total = np.rint(score_of(expected + contributions.sum(axis=1), reference)).astype(np.int64)
    signals = largest_remainder(exact, total - start)
    score = np.clip(total, 0, 100)
    return Points(start, signals, score, score - total)


def largest_remainder(exact: Floats, totals: Integers) -> Integers:
    """Whole numbers near ``exact`` whose rows sum to ``totals`` (Hamilton's method).

    Every value is rounded down, then the values with the largest remainders are raised by one until the row's sum
    fits; if more is missing than one per value, that is repeated.

    >>> largest_remainder(np.array([[1.4, 1.4, 0.2]]), np.array([3])).tolist()
    [[2, 1, 0]]
    """
    floors = np.floor(exact)
    missing = totals - floors.sum(axis=1).astype(np.int64)
    width = max(exact.shape[1], 1)
    rounds, rest = np.divmod(missing, width)
    order = np.argsort(floors - exact, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(exact.shape[1])[None, :].repeat(len(exact), axis=0), axis=1)
    raised = rank < rest[:, None]
    whole: Integers = floors.astype(np.int64) + rounds[:, None] + raised
    return whole
