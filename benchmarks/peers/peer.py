"""What a learner is, for a comparison."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.comparisons import Comparison
from leadscore.model.arrays import Floats
from leadscore.model.learning.learner.boosting import BoostingRun

Learn = Callable[[Comparison, BoostingRun], Floats]
"""Learns from the training rows and gives the probability of each test row."""


@dataclass(frozen=True)
class Peer:
    """A learner to compare with.

    Attributes:
        learn: What it does.
        library: The distribution it comes from; another version of it is another learner.
        module: What is imported of it.
        kept: Whether its predictions may be taken from an earlier run of the same version.
    """

    learn: Learn
    library: str
    module: str = "numpy"
    kept: bool = True

    @property
    def version(self) -> str:
        """The library's version."""
        return version(self.library)
