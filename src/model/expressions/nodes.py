"""The nodes of an expression: comparisons of columns, joined by and, or, not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
OPERATORS: Mapping[object, Operator] = {operator: operator for operator in get_args(Operator)}
"""Each operator by its sign."""

TextOperator = Literal["contains", "starts with", "ends with"]

MAX_NESTING = 50
"""Parentheses within parentheses; keeps a hostile expression from exhausting Python's stack."""

MAX_DEPTH = 3 * (MAX_NESTING + 1)
"""Nodes within nodes: each pair of parentheses makes three at most, ``not``, ``or`` and ``and``."""

MAX_SIZE = 100_000
"""Comparisons, and values of lists, in one expression."""


@dataclass(frozen=True)
class NumberValue:
    """A finite number."""

    value: float


@dataclass(frozen=True)
class TextValue:
    """A text; beside a column of dates, a date or a time in ISO 8601."""

    value: str


@dataclass(frozen=True)
class TruthValue:
    """True or false."""

    value: bool


Constant = NumberValue | TextValue | TruthValue


@dataclass(frozen=True)
class Comparison:
    """A comparison of the column's value with a constant; false where the value is missing."""

    column: str
    operator: Operator
    constant: Constant


@dataclass(frozen=True)
class Membership:
    """The column's value is known and is one of several constants; ``negated``: known and none of them."""

    column: str
    constants: tuple[Constant, ...]
    negated: bool = False


@dataclass(frozen=True)
class TextTest:
    """Whether the column's text starts with, ends with or contains a text; false where it is missing."""

    column: str
    operator: TextOperator
    text: TextValue


@dataclass(frozen=True)
class Presence:
    """Whether the column's value is known."""

    column: str
    known: bool


Leaf = Comparison | Membership | TextTest | Presence


@dataclass(frozen=True)
class And:
    """All parts hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """At least one part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Node"


Node = Leaf | And | Or | Not


def all_of(parts: Sequence[Node]) -> Node:
    """Parts joined by ``and``; nested ``and`` nodes are flattened, and a single part is returned as it is."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(parts: Sequence[Node]) -> Node:
    """Parts joined by ``or``, flattened like those of ``all_of``."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def negation(node: Node) -> Node:
    """The negation of a node; a double negation is resolved."""
    return node.part if isinstance(node, Not) else Not(node)


def leaves(node: Node) -> Iterator[Leaf]:
    """Every comparison in a node, from left to right."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def size(node: Node) -> int:
    """How many comparisons a node has; a list counts once per value."""
    return sum(len(leaf.constants) if isinstance(leaf, Membership) else 1 for leaf in leaves(node))
