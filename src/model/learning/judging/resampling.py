"""Intervals from resampling leads, or groups of them: rows of one lead stay together, because they share its fate."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.judging.judged import Floats, Judged

REPLICATES = 200
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A figure and the range that holds it in 95 % of the resamples."""

    value: float
    low: float
    high: float

    def plain(self) -> dict[str, float | None]:
        """The three numbers for JSON; None for what is unknown or has no bound."""
        return {key: number if math.isfinite(number) else None for key, number in asdict(self).items()}


UNKNOWN = Interval(math.nan, math.nan, math.nan)
"""A figure that cannot be computed."""


def plain(figures: Mapping[str, Interval]) -> dict[str, dict[str, float | None]]:
    """Figures by name as plain values, for the card."""
    return {name: figure.plain() for name, figure in figures.items()}


def interval_of(value: float, replicates: Floats) -> Interval:
    """The percentile interval (Efron 1979) of a figure; resamples without a figure (NaN) are left out.

    Its ends are figures that were drawn, never between two of them, so that an infinite one can be an end.
    """
    known = replicates[~np.isnan(replicates)]
    if len(known) == 0:
        return Interval(value, math.nan, math.nan)
    low = np.quantile(known, (1 - LEVEL) / 2, method="lower")
    high = np.quantile(known, (1 + LEVEL) / 2, method="higher")
    return Interval(value, float(low), float(high))


def mean_interval(judged: Judged, values: Floats, *, seed: int) -> Interval:
    """The weighted mean of one value per row, with its interval over leads."""
    position, n = positions(judged)
    amount = np.bincount(position, judged.weights * values, minlength=n)
    weight = np.bincount(position, judged.weights, minlength=n)
    drawn = [times @ amount / (times @ weight) for times in _draws(n, seed)]
    return interval_of(float(np.average(values, weights=judged.weights)), np.array(drawn))


def resampled_weights(judged: Judged, seed: int) -> Iterator[Floats]:
    """Per resample the weight of each row; the same seed draws the same leads, so that models can be compared."""
    position, n = positions(judged)
    for times in _draws(n, seed):
        yield judged.weights * times[position]


def positions(judged: Judged) -> tuple[NDArray[np.int64], int]:
    """Per row the position of what is resampled with it, and how many of those there are."""
    distinct, position = np.unique(judged.resampled, return_inverse=True)
    return position, len(distinct)


def _draws(n: int, seed: int) -> Iterator[NDArray[np.int64]]:
    generator = np.random.default_rng(seed)
    for _ in range(REPLICATES):
        yield np.bincount(generator.integers(0, n, n), minlength=n)
