"""The rules of a decision in their order of precedence; the same for every model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, get_args

from leadscore.model.config import Route
from leadscore.model.scoring.contract import Grade, Qualification
from leadscore.model.scoring.decision.decision import Override
from leadscore.model.scoring.decision.policy import Gate

Step = Literal["gate", "override", "missing", "product_use", "too_low", "grade"]

PRECEDENCE: tuple[Step, ...] = get_args(Step)
"""The rules in their order; the first one that applies decides.

======================  ==========================================  ==========================  ====================
step                    applies where                               qualification               route
======================  ==========================================  ==========================  ====================
1. ``gate``             a never-gate holds, or a must-gate does     not_qualified               disqualify
                        not, and nothing it asks for is missing
2. ``override``         a person set a grade or a route             by the route that was set,  the one that was
                                                                    else by the grade           set, else by grade
3. ``missing``          a must-gate does not hold, and something    by the grade, but mql       enrich_first
                        it asks for is missing; or a never-gate     for A
                        may hold: what it looks at cannot be read
4. ``product_use``      enough events of product use, lately        pql                         sales
5. ``too_low``          the score is below the policy's own     not_qualified               disqualify
                        limit, and enough is known of the lead
6. ``grade``            always                                      A sql, B mql,               A sales, else
                                                                    C and D not_qualified       nurture or re_engage
======================  ==========================================  ==========================  ====================
"""

_BY_GRADE: Mapping[Grade, tuple[Qualification, Route]] = {
    "A": ("sql", "sales"),
    "B": ("mql", "nurture"),
    "C": ("not_qualified", "nurture"),
    "D": ("not_qualified", "nurture"),
}
CALLED = frozenset(grade for grade, (_, route) in _BY_GRADE.items() if route == "sales")
"""The grades that send a lead to sales by themselves."""

_BY_ROUTE: Mapping[Route, Qualification] = {"sales": "sql", "disqualify": "not_qualified"}


@dataclass(frozen=True)
class RuleInput:
    """The facts about one lead that the rules look at.

    Attributes:
        grade: The grade by its score.
        gate: Whether a gate excludes it.
        missing: Whether a must-gate lacks the value of a column, or a gate cannot read it.
        product_use: Whether it had enough recent product use.
        silent: Whether it has been without an event for the policy's days of silence.
        set_grade, set_route: The override; None where there is none.
        too_low: Whether its score is below the limit of disqualification, and enough is known of it.
    """

    grade: Grade
    gate: bool = False
    missing: bool = False
    product_use: bool = False
    silent: bool = False
    set_grade: Grade | None = None
    set_route: Route | None = None
    too_low: bool = False


@dataclass(frozen=True)
class RuleOutcome:
    """The decision of the rules: the rule that applied (``step``), and what follows; ``grade`` is the final grade."""

    step: Step
    grade: Grade
    qualification: Qualification
    route: Route


@cache
def rule_outcome(given: RuleInput) -> RuleOutcome:
    """The outcome of the first rule that applies."""
    step = next(step for step in PRECEDENCE if _APPLIES[step](given))
    grade, qualification, route = _OUTCOMES[step](given)
    return RuleOutcome(step, grade, qualification, route)


def _disqualified(given: RuleInput) -> tuple[Grade, Qualification, Route]:
    return given.grade, "not_qualified", "disqualify"


def _of_override(given: RuleInput) -> tuple[Grade, Qualification, Route]:
    grade = given.set_grade or given.grade
    if given.set_route is None:
        return _of_grade(RuleInput(grade, silent=given.silent))
    return grade, _BY_ROUTE.get(given.set_route, _short_of_sales(grade)), given.set_route


def _of_missing(given: RuleInput) -> tuple[Grade, Qualification, Route]:
    return given.grade, _short_of_sales(given.grade), "enrich_first"


def _of_product_use(given: RuleInput) -> tuple[Grade, Qualification, Route]:
    return given.grade, "pql", "sales"


def _of_grade(given: RuleInput) -> tuple[Grade, Qualification, Route]:
    qualification, route = _BY_GRADE[given.grade]
    return given.grade, qualification, "re_engage" if route == "nurture" and given.silent else route


def _short_of_sales(grade: Grade) -> Qualification:
    qualification, _ = _BY_GRADE[grade]
    return "mql" if qualification == "sql" else qualification


_APPLIES: Mapping[Step, Callable[[RuleInput], bool]] = {
    "gate": lambda given: given.gate,
    "override": lambda given: given.set_grade is not None or given.set_route is not None,
    "missing": lambda given: given.missing,
    "product_use": lambda given: given.product_use,
    "too_low": lambda given: given.too_low,
    "grade": lambda given: True,
}
_OUTCOMES: Mapping[Step, Callable[[RuleInput], tuple[Grade, Qualification, Route]]] = {
    "gate": _disqualified,
    "override": _of_override,
    "missing": _of_missing,
    "product_use": _of_product_use,
    "too_low": _disqualified,
    "grade": _of_grade,
}


@dataclass(frozen=True)
class DecisionInput:
    """Everything known about one lead that its decision and the decision's text need.

    Attributes:
        score: In whole points.
        grade: The grade by the score.
        gate: The first gate that excludes it; None where none does.
        missing: Labels of the columns that a must-gate lacks, or that a gate cannot read.
        doubtful: Names of the never-gates of which nobody can say whether they apply.
        product_use: Number of recent product use events.
        enough_use: Whether these are enough to qualify.
        silent: Whether it has been without an event for the policy's days of silence.
        override: The override in force; None where there is none.
        too_low: Whether its score is below the limit of disqualification, and enough is known of it.
    """

    score: int
    grade: Grade
    gate: Gate | None
    missing: tuple[str, ...]
    product_use: int
    enough_use: bool
    silent: bool
    override: Override | None
    too_low: bool = False
    doubtful: tuple[str, ...] = ()

    @property
    def machine(self) -> RuleInput:
        """The input of the rules without the override."""
        return RuleInput(
            self.grade,
            gate=self.gate is not None,
            missing=bool(self.missing),
            product_use=self.enough_use,
            silent=self.silent,
            too_low=self.too_low,
        )

    @property
    def rule_input(self) -> RuleInput:
        """The input of the rules."""
        if self.override is None:
            return self.machine
        return replace(self.machine, set_grade=self.override.grade, set_route=self.override.route)
