"""Expressions as plain values: read back as they were written, and nothing else is taken for one."""

import json
from typing import Any

import pytest
from hypothesis import given
from written_nodes import NODES

from leadscore.model.expressions import Expression, expression_as_dict, expression_from_dict
from leadscore.model.expressions.nodes import MAX_DEPTH, MAX_NESTING, MAX_SIZE, Membership, Node, NumberValue
from leadscore.model.expressions.parsing import parse


@given(NODES)
def test_an_expression_survives_json(node: Node) -> None:
    written = json.dumps(expression_as_dict(Expression(node)), allow_nan=False)
    assert expression_from_dict(json.loads(written)) == Expression(node)


def test_the_form_is_the_one_that_is_described() -> None:
    text = 'a >= 1000 and (b not in ("x", true) or not (c starts with "y")) and d is missing'
    assert expression_as_dict(parse(text)) == {
        "version": 1,
        "node": {
            "all": [
                {"column": "a", "operator": ">=", "value": 1000.0},
                {
                    "any": [
                        {"column": "b", "operator": "not in", "values": ["x", True]},
                        {"not": {"column": "c", "operator": "starts with", "value": "y"}},
                    ]
                },
                {"column": "d", "operator": "is missing"},
            ]
        },
    }


def test_the_deepest_expression_that_can_be_written_can_be_stored() -> None:
    text = "a = 1"
    for _ in range(MAX_NESTING):
        text = f"a = 2 or a = 3 and not ({text})"
    deepest = parse(text)
    assert expression_from_dict(expression_as_dict(deepest)) == deepest


LEAF: dict[str, Any] = {"column": "a", "operator": "is known"}


def nested(levels: int) -> dict[str, Any]:
    node = LEAF
    for level in range(levels - 1):
        node = {("any", "all")[level % 2]: [node, LEAF]}
    return node


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (None, "a condition is `all` or `any` of several, `not` one, or a column with an operator"),
        ("a = 1", "a condition is `all` or `any`"),
        ([], "a condition is `all` or `any`"),
        ({}, "a condition is `all` or `any`"),
        ({"all": []}, "a condition is `all` or `any`"),
        ({"all": [LEAF]}, "a condition is `all` or `any`"),
        ({"all": [LEAF, LEAF], "any": [LEAF, LEAF]}, "a condition is `all` or `any`"),
        ({"any": "ab"}, "a condition is `all` or `any`"),
        ({"not": [LEAF]}, "a condition is `all` or `any`"),
        ({"not": LEAF, "column": "a"}, "a condition is `all` or `any`"),
        ({"column": 3, "operator": "is known"}, "a condition is `all` or `any`"),
        ({"column": "a"}, "a condition is `all` or `any`"),
        ({"column": "a", "operator": "like", "value": "x"}, "the operator 'like' of a condition is not known"),
        ({"column": "a", "operator": "==", "value": 1}, "the operator '==' of a condition is not known"),
        ({"column": "a", "operator": "="}, "the operator `=` of a condition does not have the operands"),
        ({"column": "a", "operator": "=", "value": 1, "values": [1]}, "the operator `=` of a condition does not have"),
        ({"column": "a", "operator": "=", "values": [1]}, "the operator `=` of a condition does not have"),
        ({"column": "a", "operator": "in", "values": []}, "the operator `in` of a condition does not have"),
        ({"column": "a", "operator": "in", "values": "xy"}, "the operator `in` of a condition does not have"),
        ({"column": "a", "operator": "contains", "value": 1}, "the operator `contains` of a condition does not have"),
        ({"column": "a", "operator": "is known", "value": 1}, "the operator `is known` of a condition does not have"),
        ({"column": "a", "operator": "=", "value": None}, "a condition compares with a text, a finite number, true"),
        ({"column": "a", "operator": "in", "values": [1, [2]]}, "a condition compares with a text, a finite number"),
        ({"column": "a", "operator": "<", "value": float("inf")}, "a condition compares with a text, a finite number"),
        ({"column": "a", "operator": "<", "value": float("nan")}, "a condition compares with a text, a finite number"),
        (nested(MAX_DEPTH + 1), f"a condition is nested deeper than {MAX_DEPTH} levels"),
        ({"column": "a", "operator": "in", "values": [1] * (MAX_SIZE + 1)}, "a condition has at most 100,000 compar"),
    ],
)
def test_what_is_no_condition_is_refused(node: object, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}"):
        expression_from_dict({"version": 1, "node": node})


def test_the_limits_themselves_are_within() -> None:
    assert expression_from_dict({"version": 1, "node": nested(MAX_DEPTH)}).columns == {"a"}
    largest = Expression(Membership("a", (NumberValue(1.0),) * MAX_SIZE))
    assert expression_from_dict(expression_as_dict(largest)) == largest


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({"version": 2, "node": LEAF}, "conditions of version 2 are not known, only those of version 1"),
        ({"node": LEAF}, "a condition has a `version` and a `node`, and nothing else"),
        ({"version": 1}, "a condition has a `version` and a `node`"),
        ({"version": 1, "node": LEAF, "text": "a is known"}, "a condition has a `version` and a `node`"),
        ("a is known", "a condition has a `version` and a `node`"),
    ],
)
def test_another_version_is_refused(raw: object, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}"):
        expression_from_dict(raw)
