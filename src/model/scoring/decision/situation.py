"""What is known of one lead when it is decided about."""

from dataclasses import dataclass, replace

from leadscore.model.scoring.decision.decided import Grade
from leadscore.model.scoring.decision.overrides import Override
from leadscore.model.scoring.decision.policy import Gate
from leadscore.model.scoring.decision.precedence import Case


@dataclass(frozen=True)
class Situation:
    """One lead at its moment.

    Attributes:
        score: In whole points.
        grade: By the score.
        gate: The first gate that ends it; None where none does.
        missing: What people call the columns that a must-gate asks for.
        product_use: Events of product use, lately.
        enough_use: Whether these are enough.
        silent: Whether it is old, and nothing has happened lately.
        override: What a person set by then.
    """

    score: int
    grade: Grade
    gate: Gate | None
    missing: tuple[str, ...]
    product_use: int
    enough_use: bool
    silent: bool
    override: Override | None

    @property
    def machine(self) -> Case:
        """What decides where nobody set anything."""
        return Case(self.grade, self.gate is not None, bool(self.missing), self.enough_use, self.silent)

    @property
    def case(self) -> Case:
        """What decides."""
        if self.override is None:
            return self.machine
        return replace(self.machine, set_grade=self.override.grade, set_route=self.override.route)
