"""Overrides: the grade or route that a person set for a lead, and from when on it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadscore.model.config import Route
from leadscore.model.scoring.decision.decided import Grade


@dataclass(frozen=True)
class Override:
    """What a person set for one lead.

    Attributes:
        grade, route: As they are to be; None leaves that one to the rules. One of them is there.
        reason: Why.
        by: Who said so.
        at: The moment from which on it holds.
    """

    grade: Grade | None
    route: Route | None
    reason: str
    by: str
    at: int


def in_force(overrides: Sequence[Override], as_of: int | None) -> Override | None:
    """The latest override that was made by then; of equally late ones the last. Without a moment, all count."""
    made = [override for override in overrides if as_of is None or override.at <= as_of]
    return max(reversed(made), key=lambda override: override.at, default=None)
