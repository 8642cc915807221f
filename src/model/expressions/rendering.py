"""An expression as text again, always in the same form."""

from leadscore.model.expressions.nodes import (
    And,
    Comparison,
    Constant,
    Membership,
    Node,
    Not,
    Number,
    Or,
    Presence,
    Text,
    TextTest,
    Truth,
)
from leadscore.model.expressions.tokens import bare


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
            return f"{_name(column)} {operator} {_constant(constant)}"
        case Membership(column, constants, negated):
            listed = ", ".join(_constant(constant) for constant in constants)
            return f"{_name(column)} {'not in' if negated else 'in'} ({listed})"
        case TextTest(column, operator, text):
            return f"{_name(column)} {operator} {_constant(text)}"
        case Presence(column, known):
            return f"{_name(column)} is {'known' if known else 'missing'}"


def _name(column: str) -> str:
    return column if bare(column) else "`" + column.replace("`", "``") + "`"


def _constant(constant: Constant) -> str:
    match constant:
        case Number(value):
            return repr(value).removesuffix(".0")
        case Text(value):
            return '"' + value.replace('"', '""') + '"'
        case Truth(value):
            return "true" if value else "false"
