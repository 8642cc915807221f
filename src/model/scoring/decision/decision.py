"""The result of a decision, overrides set by people, and how points become grades and cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Integers, Mask
from leadscore.model.config import Route
from leadscore.model.scoring.contract import Decision, Grade, Overridden
from leadscore.model.scoring.decision.policy import Gate, Policy, Thresholds


@dataclass(frozen=True)
class Decided:
    """Everything that is decided about one lead.

    Attributes:
        grade: The grade that counts: the one a person set, else the one by the score.
        cell: Letter by fit and number by interest, A1 to D4; None unless the policy has thresholds for both.
        expected_value: Of contacting the lead, in the currency of the configuration; None without both sums.
        decision: Qualification, route and rule.
        override: None where no override was set, or a gate took precedence.
        gate: The gate that decided; None where none did.
        missing: Labels of the columns that a gate needs and that are missing, if that decided.
        by_score: Whether the grade of the score decided, and no other rule.
        doubtful: Names of the gates that would exclude it, of which nobody can say whether they apply.
    """

    grade: Grade
    cell: str | None
    expected_value: float | None
    decision: Decision
    override: Overridden | None = None
    gate: Gate | None = None
    missing: tuple[str, ...] = ()
    by_score: bool = True
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True)
class Override:
    """An override: the grade or route that a person set for one lead.

    Attributes:
        grade, route: What was set; None leaves it to the rules. At least one is set.
        reason: Why.
        by: Who set it.
        at: The moment from which on it holds.
    """

    grade: Grade | None
    route: Route | None
    reason: str
    by: str
    at: int


def in_force(overrides: Sequence[Override], as_of: int | None) -> Override | None:
    """The latest override made by this moment, of equally late ones the last; without a moment, the latest of all."""
    made = [override for override in overrides if as_of is None or override.at <= as_of]
    return max(reversed(made), key=lambda override: override.at, default=None)


GRADES: tuple[Grade, ...] = get_args(Grade)


def classes(points: NDArray[Any], cuts: Thresholds) -> Integers:
    """The class of each value: 0 from the first threshold on, up to 3 below the third.

    >>> classes(np.array([71, 70, 69, 50, 49]), Thresholds(70, 60, 50)).tolist()
    [0, 0, 1, 2, 3]
    """
    below: Integers = np.sum([points < cut for cut in (cuts.first, cuts.second, cuts.third)], axis=0, dtype=np.int64)
    return below


def grade_of(score: int, cuts: Thresholds) -> Grade:
    """The grade of one score."""
    return GRADES[int(classes(np.array([score]), cuts)[0])]


def disqualified(score: Integers, below: int | None, little_known: Mask | None = None) -> Mask:
    """Whether the score alone disqualifies a lead; never one of which little is known.

    >>> disqualified(np.array([12, 30, 12]), 30, np.array([False, False, True])).tolist()
    [True, False, False]
    """
    if below is None:
        return np.zeros(len(score), dtype=bool)
    low: Mask = score < below
    return low if little_known is None else low & ~little_known


def cells(fit: NDArray[Any], interest: NDArray[Any], policy: Policy) -> list[str | None]:
    """Letter by fit and number by interest; None for all unless the policy has thresholds for both."""
    if policy.fit_cuts is None or policy.interest_cuts is None:
        return [None] * len(fit)
    letters, numbers = classes(fit, policy.fit_cuts), classes(interest, policy.interest_cuts)
    return [f"{GRADES[letter]}{number + 1}" for letter, number in zip(letters.tolist(), numbers.tolist(), strict=True)]
