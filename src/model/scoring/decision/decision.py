"""What is decided about a lead, by grade and cell, and what a person decided otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Integers
from leadscore.model.config import Route
from leadscore.model.scoring.contract import Decision, Grade, Overridden
from leadscore.model.scoring.decision.policy import Gate, Policy, Thresholds


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

    >>> classes(np.array([71, 70, 69, 50, 49]), Thresholds(70, 60, 50)).tolist()
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
