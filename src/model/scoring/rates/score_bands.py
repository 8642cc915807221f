"""Score bands: past leads scored around one score, with the conversion rate they had and how sure it is."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Codes, Floats
from leadscore.model.scoring.rates.bins import ascends, between


@dataclass(frozen=True)
class ScoreBands:
    """Past leads in the order of their out-of-fold log-odds, in blocks, and around each block a band of some blocks.

    Neighbouring bands overlap; two that differ, differ by a whole block, so that no single lead can be read off them.

    Attributes:
        edges: Log-odds between the blocks, ascending; one fewer than blocks.
        first, last: Per block, the first and the last block of its band.
        rates: Per block, the conversion rate of the leads in its band.
        low, high: Interval of that rate at ``level``.
        leads: Distinct leads of the band.
        level: Share of intervals that contain the true rate, as 0.8.
    """

    edges: tuple[float, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    rates: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    leads: tuple[int, ...]
    level: float

    def of(self, log_odds: Floats) -> Codes:
        """The block of each row; a value equal to an edge belongs to the upper block."""
        return between(self.edges, log_odds)

    def reach(self, block: int) -> tuple[float, float]:
        """The log-odds that the band of a block spans; infinite beyond the outermost blocks."""
        ends = (-np.inf, *self.edges, np.inf)
        return ends[self.first[block]], ends[self.last[block] + 1]

    @property
    def fits(self) -> bool:
        """Whether the parts have one entry per block, and every band holds its block."""
        n = len(self.edges) + 1
        parts = (self.first, self.last, self.rates, self.low, self.high, self.leads)
        bands = zip(self.first, range(n), self.last, strict=False)
        return (
            all(len(part) == n for part in parts)
            and ascends(self.edges)
            and all(0 <= first <= block <= last < n for first, block, last in bands)
        )
