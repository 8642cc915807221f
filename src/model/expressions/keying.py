"""Expressions over columns whose values are compared by keys: their constants become keys, too."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from leadscore.model.expressions.nodes import (
    And,
    Comparison,
    Constant,
    Leaf,
    Membership,
    Node,
    Not,
    NumberValue,
    Or,
    TextTest,
    TextValue,
    TruthValue,
    leaves,
)

KeyOf = Callable[[str], str]
"""The key of a text; equal for texts that mean the same."""


def keyed(node: Node, keys: Mapping[str, KeyOf]) -> Node:
    """The node with the keys of its constants, for each of these columns."""
    match node:
        case And(parts):
            return And(tuple(keyed(part, keys) for part in parts))
        case Or(parts):
            return Or(tuple(keyed(part, keys) for part in parts))
        case Not(part):
            return Not(keyed(part, keys))
        case Comparison(column=column, constant=constant) if column in keys:
            return replace(node, constant=_keyed(constant, keys[column]))
        case Membership(column=column, constants=constants) if column in keys:
            return replace(node, constants=tuple(_keyed(constant, keys[column]) for constant in constants))
        case _:
            return node


def texts_of(node: Node, column: str) -> frozenset[str]:
    """The texts and truth values that a column is compared with."""
    constants = (constant for leaf in leaves(node) if leaf.column == column for constant in _constants(leaf))
    return frozenset(_word(constant) for constant in constants if not isinstance(constant, NumberValue))


def looks_into(node: Node, column: str) -> bool:
    """Whether the node looks for a part of the column's text."""
    return any(isinstance(leaf, TextTest) and leaf.column == column for leaf in leaves(node))


def _constants(leaf: Leaf) -> tuple[Constant, ...]:
    match leaf:
        case Comparison(constant=constant):
            return (constant,)
        case Membership(constants=constants):
            return constants
        case _:
            return ()


def _keyed(constant: Constant, key: KeyOf) -> Constant:
    return constant if isinstance(constant, NumberValue) else TextValue(key(_word(constant)))


def _word(constant: TextValue | TruthValue) -> str:
    return constant.value if isinstance(constant, TextValue) else str(constant.value).lower()
