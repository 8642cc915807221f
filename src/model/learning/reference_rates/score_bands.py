"""Score bands: how past leads converted whose out-of-fold score lies around a score."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.special import betaincinv

from leadscore.model.arrays import Codes, Floats, Integers
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.evaluation.reliability import equal_mass_bins
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.rates import ScoreBands

LEVEL = 0.8
MAX_BLOCKS = 100
BLOCK_LEADS = 20
"""Leads of a block at least: as many as a rate needs before it is shown, so that bands hide who is in them."""

MIN_LEADS = 40
MIN_CONVERTED = 3
CONVERTED = (25, 100)
"""A band has enough with so many converted leads, more where there are more: a fortieth of all. With 25 its rate is
known to about a quarter of itself."""

_SHARE_OF_CONVERTED = 40
WIDE = 1.0
"""Log-odds, about fifteen points: a band that spans more has enough with ``MIN_LEADS`` and ``MIN_CONVERTED``, because
leads further off would say less of this score than more of them would make sure."""

CARRIED_OVER = 0.85
"""What a past lead is worth for new ones: the model that ships is none of those that scored it out of fold. Measured on
made-up leads whose true chance is known, so that 80 % of the intervals hold it; without, 75 to 78 % did."""

_LEAST_RATE = 1e-12


@dataclass(frozen=True)
class Rate:
    """A weighted conversion rate, and how many leads that are looked at once would give as precise a rate."""

    rate: float
    effective: float

    @property
    def variance(self) -> float:
        """Of the rate; never zero, as half a conversion and half a lead without are added (Jeffreys)."""
        middle = (self.rate * self.effective + 0.5) / (self.effective + 1)
        return middle * (1 - middle) / (self.effective + 1)


def learn_bands(log_odds: Floats, evaluation_set: EvaluationSet, *, shift: float = 0.0) -> ScoreBands:
    """Blocks of about equally many leads, and around each the band of nearest blocks that is enough for a rate.

    The interval is Jeffreys' (Brown, Cai & DasGupta 2001), with as many leads as would give as precise a rate:
    that number follows from the rate's variance, in which looks at one lead, or at one group of leads, count together.

    Args:
        log_odds: Out of fold, per training row.
        evaluation_set: What happened.
        shift: What the drift gate adds to the model's intercept: edges, rates and intervals move by the same log-odds,
            because the model's probabilities do.
    """
    blocks = _Blocks.of(log_odds, evaluation_set)
    bands = [blocks.band(block) for block in range(len(blocks.rows))]
    found = {band: evaluation_set.take(blocks.rows_of(*band)) for band in set(bands)}
    rates = {band: rate_of(rows) for band, rows in found.items()}
    ends = {band: _interval(rate) for band, rate in rates.items()}
    learned = ScoreBands(
        edges=blocks.edges,
        first=tuple(first for first, _ in bands),
        last=tuple(last for _, last in bands),
        rates=tuple(rates[band].rate for band in bands),
        low=tuple(ends[band][0] for band in bands),
        high=tuple(ends[band][1] for band in bands),
        leads=tuple(len(np.unique(found[band].lead)) for band in bands),
        level=LEVEL,
    )
    return _shifted(learned, shift)


def rate_of(evaluation_set: EvaluationSet) -> Rate:
    """The weighted rate of some rows, and the number of leads it is worth."""
    rate = float(np.average(evaluation_set.converted, weights=evaluation_set.weights))
    _, unit = np.unique(evaluation_set.resampled, return_inverse=True)
    weight = np.bincount(unit, evaluation_set.weights)
    kish = float(weight.sum() ** 2 / (weight**2).sum())
    residual = np.bincount(unit, evaluation_set.weights * (evaluation_set.converted - rate))
    variance = float((residual**2).sum()) / float(weight.sum()) ** 2
    if variance == 0:  # all the same: nothing but the number of leads says how sure that is
        return Rate(rate, kish)
    return Rate(rate, min(rate * (1 - rate) / variance, float(len(weight))))


@dataclass(frozen=True)
class _Blocks:
    """Rows in blocks of about equally many leads, the lowest log-odds first.

    Attributes:
        rows: Positions of each block's rows.
        edges: Log-odds between the blocks.
        middles: Mean log-odds of each block.
        evaluation_set: What happened.
        needed: Converted leads that are enough for a band.
    """

    rows: tuple[Integers, ...]
    edges: tuple[float, ...]
    middles: Floats
    evaluation_set: EvaluationSet
    needed: int

    @classmethod
    def of(cls, log_odds: Floats, evaluation_set: EvaluationSet) -> "_Blocks":
        leads = len(np.unique(evaluation_set.lead))
        n_blocks = int(np.clip(leads // BLOCK_LEADS, 1, MAX_BLOCKS))
        block = _merged(equal_mass_bins(evaluation_set, log_odds, n_bins=n_blocks), evaluation_set)
        rows = tuple(np.flatnonzero(block == number) for number in range(int(block.max()) + 1))
        edges = ((log_odds[below].max() + log_odds[above].min()) / 2 for below, above in pairwise(rows))
        converted = len(np.unique(evaluation_set.lead[evaluation_set.converted]))
        return cls(
            rows,
            tuple(float(edge) for edge in edges),
            np.array([log_odds[own].mean() for own in rows]),
            evaluation_set,
            int(np.clip(converted // _SHARE_OF_CONVERTED, *CONVERTED)),
        )

    def rows_of(self, first: int, last: int) -> Integers:
        """Positions of the rows of some blocks in a row."""
        return np.concatenate(self.rows[first : last + 1])

    def band(self, block: int) -> tuple[int, int]:
        """The first and the last block of the smallest band around a block that is enough; else all blocks."""
        first = last = block
        while not self._enough(first, last) and (first > 0 or last < len(self.rows) - 1):
            if last == len(self.rows) - 1 or (first > 0 and self._distance(block, first - 1, last + 1) > 0):
                first -= 1
            else:
                last += 1
        return first, last

    def _distance(self, block: int, below: int, above: int) -> float:
        """How much farther the block above is than the one below."""
        return float(self.middles[above] + self.middles[below] - 2 * self.middles[block])

    def _enough(self, first: int, last: int) -> bool:
        rows = self.rows_of(first, last)
        lead, converted = self.evaluation_set.lead[rows], self.evaluation_set.converted[rows]
        leads, won = len(np.unique(lead)), len(np.unique(lead[converted]))
        if leads < MIN_LEADS or won < MIN_CONVERTED:
            return False
        return won >= self.needed or self.middles[last] - self.middles[first] >= WIDE


def _merged(block: Codes, evaluation_set: EvaluationSet) -> Codes:
    """Blocks of too few leads joined with the next one, the last with the one before."""
    joined = np.zeros(int(block.max()) + 1, dtype=np.int64)
    current, members = 0, np.zeros(len(block), dtype=bool)
    for number in range(len(joined)):
        members |= block == number
        joined[number] = current
        if len(np.unique(evaluation_set.lead[members])) >= BLOCK_LEADS:
            current, members = current + 1, np.zeros(len(block), dtype=bool)
    if members.any():
        joined[joined == current] = max(current - 1, 0)
    return joined[block]


def _interval(rate: Rate) -> tuple[float, float]:
    leads = CARRIED_OVER * rate.effective
    won, lost = rate.rate * leads, (1 - rate.rate) * leads
    tail = (1 - LEVEL) / 2
    low = 0.0 if won == 0 else float(betaincinv(won + 0.5, lost + 0.5, tail))
    high = 1.0 if lost == 0 else float(betaincinv(won + 0.5, lost + 0.5, 1 - tail))
    return low, high


def _shifted(bands: ScoreBands, shift: float) -> ScoreBands:
    if shift == 0:
        return bands

    def shifted_rates(rates: tuple[float, ...]) -> tuple[float, ...]:
        inside = np.clip(np.array(rates), _LEAST_RATE, 1 - _LEAST_RATE)
        return tuple(sigmoid(np.log(inside / (1 - inside)) + shift).tolist())

    edges = tuple(edge + shift for edge in bands.edges)
    return replace(
        bands,
        edges=edges,
        rates=shifted_rates(bands.rates),
        low=shifted_rates(bands.low),
        high=shifted_rates(bands.high),
    )
