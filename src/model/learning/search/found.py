"""How a search stands, and what it came to."""

from dataclasses import dataclass
from typing import Any

from leadscore.model.learning.judging import Interval, counts
from leadscore.model.learning.knobs import Knobs
from leadscore.model.learning.search.parts import Parts
from leadscore.model.learning.search.trials import Trial


@dataclass(frozen=True)
class TrialsSoFar:
    """How a search stands after a trial; log losses on the leads that validate.

    Attributes:
        trials: How many are finished.
        latest, best, default: The log loss of the trial just done, of the best one, and of the default knobs.
    """

    trials: int
    latest: float
    best: float
    default: float


@dataclass(frozen=True)
class Found:
    """What a search came to.

    Attributes:
        trials: How many were done, the default among them.
        best: The trial with the least log loss on the leads that validate.
        default: The trial of the default knobs.
        difference: Log loss of the best knobs minus that of the default ones on leads that neither saw, with its
            interval; None where the default itself is the best.
        parts: What was learned from, validated and confirmed on.
    """

    trials: int
    best: Trial
    default: Trial
    difference: Interval | None
    parts: Parts

    @property
    def won(self) -> bool:
        """Whether the knobs found replace the default ones."""
        return self.difference is not None and self.difference.high < 0

    @property
    def knobs(self) -> Knobs:
        """What to learn with: the best ones if they won, else the default."""
        return self.best.knobs if self.won else self.default.knobs

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for the card."""
        return {
            "trials": self.trials,
            "best_knobs": self.best.knobs.as_dict(),
            "difference": None if self.difference is None else self.difference.plain(),
            "replaced": self.won,
            "validation": {
                "kind": self.parts.kind,
                "without_gap": self.parts.without_gap,
                "best_log_loss": self.best.log_loss,
                "default_log_loss": self.default.log_loss,
                **{name: counts(getattr(self.parts, name)) for name in ("learn", "validate", "confirm")},
            },
        }
