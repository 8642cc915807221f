"""Which rule decides about a lead, and what it decides: fixed, and the same in every model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, get_args

from leadscore.model.config import Route
from leadscore.model.scoring.contract import Grade, Qualification
from leadscore.model.scoring.decision.decision import Override
from leadscore.model.scoring.decision.policy import Gate

Step = Literal["gate", "override", "missing", "product_use", "grade"]

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
                        it asks for is missing                      for A
4. ``product_use``      enough events of product use, lately        pql                         sales
5. ``grade``            always                                      A sql, B mql,               A sales, else
                                                                    C and D not_qualified       nurture or re_engage
======================  ==========================================  ==========================  ====================
"""

_BY_GRADE: Mapping[Grade, tuple[Qualification, Route]] = {
    "A": ("sql", "sales"),
    "B": ("mql", "nurture"),
    "C": ("not_qualified", "nurture"),
    "D": ("not_qualified", "nurture"),
}
QUALIFYING = frozenset(grade for grade, (qualification, _) in _BY_GRADE.items() if qualification != "not_qualified")
"""The grades that qualify a lead by themselves."""

_BY_ROUTE: Mapping[Route, Qualification] = {"sales": "sql", "disqualify": "not_qualified"}


@dataclass(frozen=True)
class RuleInput:
    """What decides about one lead.

    Attributes:
        grade: By its score.
        gate: Whether a gate ends it.
        missing: Whether a must-gate asks for something that is missing.
        product_use: Whether it used the product often enough, lately.
        silent: Whether it is old, and nothing has happened lately.
        set_grade, set_route: What a person set; None where nobody did.
    """

    grade: Grade
    gate: bool = False
    missing: bool = False
    product_use: bool = False
    silent: bool = False
    set_grade: Grade | None = None
    set_route: Route | None = None


@dataclass(frozen=True)
class RuleOutcome:
    """What becomes of a lead, by which step; ``grade`` is the one that counts."""

    step: Step
    grade: Grade
    qualification: Qualification
    route: Route


@cache
def rule_outcome(case: RuleInput) -> RuleOutcome:
    """What the first step that applies makes of a case."""
    step = next(step for step in PRECEDENCE if _APPLIES[step](case))
    grade, qualification, route = _COURSES[step](case)
    return RuleOutcome(step, grade, qualification, route)


def _of_gate(case: RuleInput) -> tuple[Grade, Qualification, Route]:
    return case.grade, "not_qualified", "disqualify"


def _of_override(case: RuleInput) -> tuple[Grade, Qualification, Route]:
    grade = case.set_grade or case.grade
    if case.set_route is None:
        return _of_grade(RuleInput(grade, silent=case.silent))
    return grade, _BY_ROUTE.get(case.set_route, _short_of_sales(grade)), case.set_route


def _of_missing(case: RuleInput) -> tuple[Grade, Qualification, Route]:
    return case.grade, _short_of_sales(case.grade), "enrich_first"


def _of_product_use(case: RuleInput) -> tuple[Grade, Qualification, Route]:
    return case.grade, "pql", "sales"


def _of_grade(case: RuleInput) -> tuple[Grade, Qualification, Route]:
    qualification, route = _BY_GRADE[case.grade]
    return case.grade, qualification, "re_engage" if route == "nurture" and case.silent else route


def _short_of_sales(grade: Grade) -> Qualification:
    qualification, _ = _BY_GRADE[grade]
    return "mql" if qualification == "sql" else qualification


_APPLIES: Mapping[Step, Callable[[RuleInput], bool]] = {
    "gate": lambda case: case.gate,
    "override": lambda case: case.set_grade is not None or case.set_route is not None,
    "missing": lambda case: case.missing,
    "product_use": lambda case: case.product_use,
    "grade": lambda case: True,
}
_COURSES: Mapping[Step, Callable[[RuleInput], tuple[Grade, Qualification, Route]]] = {
    "gate": _of_gate,
    "override": _of_override,
    "missing": _of_missing,
    "product_use": _of_product_use,
    "grade": _of_grade,
}


@dataclass(frozen=True)
class DecisionInput:
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
    def machine(self) -> RuleInput:
        """What decides where nobody set anything."""
        return RuleInput(self.grade, self.gate is not None, bool(self.missing), self.enough_use, self.silent)

    @property
    def case(self) -> RuleInput:
        """What decides."""
        if self.override is None:
            return self.machine
        return replace(self.machine, set_grade=self.override.grade, set_route=self.override.route)
