"""Renders nodes as text."""

import re

from leadscore.model.expressions.nodes import (
    And,
    Comparison,
    Constant,
    Membership,
    Node,
    Not,
    NumberValue,
    Or,
    Presence,
    TextTest,
    TextValue,
    TruthValue,
)

WORDS = frozenset({"and", "or", "not", "in", "is", "contains", "true", "false"})
"""Words that are never a bare column name, in lower case; upper and lower case mean the same."""

NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?!\w)"
"""How a number is written, as a regular expression."""


def render(node: Node) -> str:
    """Text that parses to the same node; parentheses only where they are needed, and after ``not``."""
    match node:
        case Or(parts):
            return " or ".join([render(part) for part in parts])
        case And(parts):
            return " and ".join([f"({render(part)})" if isinstance(part, Or) else render(part) for part in parts])
        case Not(part):
            return f"not ({render(part)})"
        case Comparison(column, operator, constant):
            return f"{column_text(column)} {operator} {_constant(constant)}"
        case Membership(column, constants, negated):
            listed = ", ".join(_constant(constant) for constant in constants)
            return f"{column_text(column)} {'not in' if negated else 'in'} ({listed})"
        case TextTest(column, operator, text):
            return f"{column_text(column)} {operator} {_constant(text)}"
        case Presence(column, known):
            return f"{column_text(column)} is {'known' if known else 'missing'}"


def column_text(name: str) -> str:
    """The name of a column as it is written: in backticks, unless it is one word that means nothing else."""
    return name if _bare(name) else "`" + name.replace("`", "``") + "`"


def _bare(name: str) -> bool:
    return re.fullmatch(r"\w+", name) is not None and not re.fullmatch(NUMBER, name) and name.lower() not in WORDS


def _constant(constant: Constant) -> str:
    match constant:
        case NumberValue(value):
            return repr(value).removesuffix(".0")
        case TextValue(value):
            return '"' + value.replace('"', '""') + '"'
        case TruthValue(value):
            return "true" if value else "false"
