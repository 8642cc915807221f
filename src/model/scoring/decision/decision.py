"""What is decided about a lead, by grade and cell, and what a person decided otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Integers
from leadscore.model.config import Route
from leadscore.model.scoring.decision.policy import Gate, Policy, Thresholds

Grade = Literal["A", "B", "C", "D"]
Qualification = Literal["sql", "mql", "pql", "not_qualified"]


@dataclass(frozen=True)
class Decision:
    """What becomes of a lead.

    Attributes:
        qualification: sql (sales-qualified), mql (marketing-qualified), pql (product-qualified) or not_qualified.
        route: Where the lead goes.
        rule: The rule that decided, in words, with its figures.
        next_step: What to do, in words.
        reenter_on: ISO date (UTC) on which a lead that is nurtured or re-engaged is looked at again; else None.
    """

    qualification: Qualification
    route: Route
    rule: str
    next_step: str
    reenter_on: str | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class Overridden:
    """What a person set, beside what the machine says.

    Attributes:
        grade, route: As they were set; None where that one was left to the machine.
        reason, by: Why, and who.
        at: When, as ISO 8601.
        machine: ``grade``, ``qualification``, ``route`` and ``rule`` as they would be without the person.
        explains: Which of the two the score, its points and its reasons explain, as a sentence.
    """

    grade: Grade | None
    route: Route | None
    reason: str
    by: str
    at: str
    machine: Mapping[str, str]
    explains: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class Decided:
    """Everything that is decided about one lead.

    Attributes:
        grade: As it counts: a person's, where one set it.
        cell: Letter by fit and number by interest, A1 to D4; None where the policy has no cuts for both.
        expected_value: Of contacting the lead, in the currency of the configuration; None without both sums.
        decision: What becomes of it.
        override: None where nobody set anything, or where a gate came first.
        gate: The gate that decided; None where none did.
        missing: What people call the columns that are asked for before the lead can go on.
    """

    grade: Grade
    cell: str | None
    expected_value: float | None
    decision: Decision
    override: Overridden | None = None
    gate: Gate | None = None
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON: what a scoring tells of it."""
        return {
            "grade": self.grade,
            "cell": self.cell,
            "expected_value": self.expected_value,
            "decision": self.decision.as_dict(),
            "override": None if self.override is None else self.override.as_dict(),
        }


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


GRADES: tuple[Grade, ...] = get_args(Grade)


def classes(points: NDArray[Any], cuts: Thresholds) -> Integers:
    """The class of each value, 0 for those from the first cut on, to 3 for those below the third.

    >>> classes(np.array([71, 70, 69, 50, 49]), Cuts(70, 60, 50)).tolist()
    [0, 0, 1, 2, 3]
    """
    below: Integers = np.sum([points < cut for cut in (cuts.first, cuts.second, cuts.third)], axis=0, dtype=np.int64)
    return below


def grade_of(score: int, cuts: Thresholds) -> Grade:
    """The grade of one score."""
    return GRADES[int(classes(np.array([score]), cuts)[0])]


def cells(fit: NDArray[Any], interest: NDArray[Any], policy: Policy) -> list[str | None]:
    """Letter by fit and number by interest; None for all where the policy has no cuts of one of them."""
    if policy.fit_cuts is None or policy.interest_cuts is None:
        return [None] * len(fit)
    letters, numbers = classes(fit, policy.fit_cuts), classes(interest, policy.interest_cuts)
    return [f"{GRADES[letter]}{number + 1}" for letter, number in zip(letters.tolist(), numbers.tolist(), strict=True)]
