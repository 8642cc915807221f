"""Every lead gets exactly one outcome, by the first rule that applies, whatever other rules would say."""

from collections.abc import Callable
from itertools import product
from typing import get_args

import pytest

from leadscore.model.config import Route
from leadscore.model.scoring.contract import Grade, Qualification
from leadscore.model.scoring.decision import PRECEDENCE
from leadscore.model.scoring.decision.rules import RuleInput, RuleOutcome, Step, rule_outcome

GRADES: tuple[Grade, ...] = get_args(Grade)
ROUTES: tuple[Route, ...] = get_args(Route)
FLAGS = tuple(product((False, True), repeat=5))
CASES = [
    RuleInput(grade, gate, missing, product_use, silent, set_grade, set_route, too_low)
    for grade, (gate, missing, product_use, silent, too_low), set_grade, set_route in product(
        GRADES, FLAGS, (None, *GRADES), (None, *ROUTES)
    )
]
"""All combinations of grade, gate, missing, product use, silence, a score that is too low, and override."""

BY_GRADE = {
    "A": ("sql", "sales"),
    "B": ("mql", "nurture"),
    "C": ("not_qualified", "nurture"),
    "D": ("not_qualified", "nurture"),
}
SHORT_OF_SALES: dict[str, Qualification] = {"A": "mql", "B": "mql", "C": "not_qualified", "D": "not_qualified"}


def expected(case: RuleInput) -> RuleOutcome:
    """The rules once more, as the documentation says them."""
    overridden = case.set_grade is not None or case.set_route is not None
    if case.gate:
        return RuleOutcome("gate", case.grade, "not_qualified", "disqualify")
    if overridden and case.set_route is not None:
        grade = case.set_grade or case.grade
        by_route: dict[str, Qualification] = {"sales": "sql", "disqualify": "not_qualified"}
        return RuleOutcome("override", grade, by_route.get(case.set_route, SHORT_OF_SALES[grade]), case.set_route)
    if case.set_grade is not None:
        return by_grade("override", case.set_grade, silent=case.silent)
    if case.missing:
        return RuleOutcome("missing", case.grade, SHORT_OF_SALES[case.grade], "enrich_first")
    if case.product_use:
        return RuleOutcome("product_use", case.grade, "pql", "sales")
    if case.too_low:
        return RuleOutcome("too_low", case.grade, "not_qualified", "disqualify")
    return by_grade("grade", case.grade, silent=case.silent)


def by_grade(step: Step, grade: Grade, *, silent: bool) -> RuleOutcome:
    qualification, route = BY_GRADE[grade]
    route = "re_engage" if silent and grade != "A" else route
    return RuleOutcome(step, grade, qualification, route)  # type: ignore[arg-type]  # plain texts of the table


def test_every_combination_of_conditions_has_the_documented_outcome() -> None:
    assert len(CASES) == 4 * 32 * 5 * 6
    assert [case for case in CASES if rule_outcome(case) != expected(case)] == []


def test_the_order_of_the_rules_is_the_documented_one() -> None:
    assert PRECEDENCE == ("gate", "override", "missing", "product_use", "too_low", "grade")


@pytest.mark.parametrize("later", range(1, len(PRECEDENCE)))
def test_a_later_rule_never_decides_where_an_earlier_one_applies(later: int) -> None:
    decided = {rule_outcome(case).step for case in CASES if case.gate}
    assert decided == {"gate"}
    without = [case for case in CASES if not case.gate]
    applies: list[Callable[[RuleInput], bool]] = [
        lambda case: case.set_grade is not None or case.set_route is not None,
        lambda case: case.missing,
        lambda case: case.product_use,
        lambda case: case.too_low,
        lambda case: True,
    ]
    rest = [case for case in without if not any(earlier(case) for earlier in applies[: later - 1])]
    hit = [case for case in rest if applies[later - 1](case)]
    assert {rule_outcome(case).step for case in hit} == {PRECEDENCE[later]}


def test_no_grade_disqualifies() -> None:
    rest = (case for case in CASES if not (case.gate or case.too_low) and case.set_route is None)
    routes = {rule_outcome(case).route for case in rest}
    assert "disqualify" not in routes


def test_only_sales_is_for_those_who_qualify_for_it() -> None:
    for case in CASES:
        made = rule_outcome(case)
        assert (made.qualification == "sql") <= (made.route == "sales")
        assert (made.route == "sales") == (made.qualification in ("sql", "pql"))
        assert (made.route == "disqualify") <= (made.qualification == "not_qualified")
        assert (made.step == "missing") == (made.route == "enrich_first" and case.set_route is None)


def test_without_rules_beside_the_score_a_better_grade_never_does_worse() -> None:
    rank = {"not_qualified": 0, "mql": 1, "sql": 2}
    for silent in (False, True):
        ranks = [rank[rule_outcome(RuleInput(grade, silent=silent)).qualification] for grade in GRADES]
        assert ranks == sorted(ranks, reverse=True)
