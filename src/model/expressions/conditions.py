"""Expressions as plain values for JSON, the form in which a bundle stores them; reading it needs no parser.

``{"version": 1, "node": NODE}``, where NODE is one of

    {"all": [NODE, NODE, ...]}    {"any": [NODE, NODE, ...]}    {"not": NODE}
    {"column": "budget", "operator": ">=", "value": 1000}
    {"column": "country", "operator": "not in", "values": ["Germany", "France"]}
    {"column": "title", "operator": "starts with", "value": "chief"}
    {"column": "country", "operator": "is missing"}
"""

import math
from collections.abc import Mapping
from typing import Any, get_args

from leadscore.model.expressions.expression import Expression
from leadscore.model.expressions.nodes import (
    MAX_DEPTH,
    MAX_SIZE,
    OPERATORS,
    And,
    Comparison,
    Constant,
    Leaf,
    Membership,
    Node,
    Not,
    NumberValue,
    Or,
    Presence,
    TextOperator,
    TextTest,
    TextValue,
    TruthValue,
    all_of,
    any_of,
    negation,
    size,
)

VERSION = 1
"""Number of the form; a reader refuses any other."""

_IN_TEXT: dict[object, TextOperator] = {operator: operator for operator in get_args(TextOperator)}
_LISTED = {"in": False, "not in": True}
_PRESENCE = {"is known": True, "is missing": False}


def expression_as_dict(expression: Expression) -> dict[str, Any]:
    """Plain values, for JSON."""
    return {"version": VERSION, "node": _plain(expression.node)}


def expression_from_dict(raw: object) -> Expression:
    """The expression that ``expression_as_dict`` wrote.

    Raises:
        ValueError: It is of another version, holds anything that is not known, or is too deep or too large.
    """
    match raw:
        case {"version": version, "node": node, **others} if version == VERSION and not others:
            read = Expression(_node(node, depth=1))
        case {"version": int(version)} if version != VERSION:
            raise ValueError(f"conditions of version {version} are not known, only those of version {VERSION}")
        case _:
            raise ValueError("a condition has a `version` and a `node`, and nothing else")
    if size(read.node) > MAX_SIZE:
        raise ValueError(f"a condition has at most {MAX_SIZE:,} comparisons and values")
    return read


def _plain(node: Node) -> dict[str, Any]:
    match node:
        case And(parts):
            return {"all": [_plain(part) for part in parts]}
        case Or(parts):
            return {"any": [_plain(part) for part in parts]}
        case Not(part):
            return {"not": _plain(part)}
        case Comparison(column, operator, constant):
            return {"column": column, "operator": operator, "value": constant.value}
        case Membership(column, constants, negated):
            values = [constant.value for constant in constants]
            return {"column": column, "operator": "not in" if negated else "in", "values": values}
        case TextTest(column, place, text):
            return {"column": column, "operator": place, "value": text.value}
        case Presence(column, known):
            return {"column": column, "operator": "is known" if known else "is missing"}


def _node(raw: object, *, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise ValueError(f"a condition is nested deeper than {MAX_DEPTH} levels")
    match raw:
        case {"all": [_, _, *_] as parts, **others} if not others:
            return all_of([_node(part, depth=depth + 1) for part in parts])
        case {"any": [_, _, *_] as parts, **others} if not others:
            return any_of([_node(part, depth=depth + 1) for part in parts])
        case {"not": part, **others} if not others:
            return negation(_node(part, depth=depth + 1))
        case {"column": str(column), "operator": str(operator), **operands}:
            return _leaf(column, operator, operands)
        case _:
            raise ValueError("a condition is `all` or `any` of several, `not` one, or a column with an operator")


def _leaf(column: str, operator: str, operands: Mapping[object, object]) -> Leaf:
    match operands:
        case {"value": value, **others} if operator in OPERATORS and not others:
            return Comparison(column, OPERATORS[operator], _constant(value))
        case {"value": str(text), **others} if operator in _IN_TEXT and not others:
            return TextTest(column, _IN_TEXT[operator], TextValue(text))
        case {"values": [_, *_] as values, **others} if operator in _LISTED and not others:
            return Membership(column, tuple(map(_constant, values)), negated=_LISTED[operator])
        case {} if operator in _PRESENCE and not operands:
            return Presence(column, known=_PRESENCE[operator])
    if operator in {*OPERATORS, *_IN_TEXT, *_LISTED, *_PRESENCE}:
        raise ValueError(f"the operator `{operator}` of a condition does not have the operands that it needs")
    raise ValueError(f"the operator {operator[:40]!r} of a condition is not known")


def _constant(value: object) -> Constant:
    match value:
        case bool():
            return TruthValue(value)
        case str():
            return TextValue(value)
        case int() | float() if math.isfinite(value):
            return NumberValue(float(value))
        case _:
            raise ValueError("a condition compares with a text, a finite number, true or false")
