"""The kind of a column (number, moment or text), and the comparisons that make no sense for it."""

from datetime import date
from typing import Any, Literal

from numpy.typing import NDArray

from leadscore.model.errors import ConfigError, DataError
from leadscore.model.expressions.nodes import (
    Comparison,
    Constant,
    Leaf,
    Membership,
    NumberValue,
    Presence,
    TextTest,
    TextValue,
    TruthValue,
)
from leadscore.model.expressions.rendering import render
from leadscore.model.timestamps import DAY, moment

Kind = Literal["number", "text", "date"]

_OF_ROLE: dict[str, Kind] = {"numeric": "number", "date": "date"}
_OF_DTYPE: dict[str, Kind] = {"f": "number", "i": "date", "O": "text"}
_HOLDS: dict[Kind, str] = {"number": "numbers", "text": "text", "date": "dates"}
_ORDERS = ("<", "<=", ">", ">=")
_DATE = 'write a date in quotes, like "2026-01-31" or "2026-01-31T14:30:00Z"'


def kind_of_role(role: str) -> Kind:
    """The kind of a column by its role: text for every role except ``numeric`` and ``date``."""
    return _OF_ROLE.get(role, "text")


def kind_of_values(values: NDArray[Any]) -> Kind:
    """The kind of an array of a lead table: float64 is number, int64 moment, objects are text."""
    return _OF_DTYPE[values.dtype.kind]


def refuse_senseless(leaf: Leaf, kind: Kind) -> None:
    """Refuse a comparison that makes no sense for a column of this kind.

    Raises:
        ConfigError: An order among texts, a text among numbers, a number among dates, and the like.
    """
    match leaf:
        case TextTest(operator=operator) if kind != "text":
            raise _senseless(leaf, kind, f"`{operator}` looks into text", "use =, <, > or in")
        case Comparison(operator=operator) if kind == "text" and operator in _ORDERS:
            raise _senseless(
                leaf, kind, f"`{operator}` needs an order", "use =, in, contains, or give the column another role"
            )
        case Comparison(constant=constant):
            _refuse_constant(leaf, kind, constant)
        case Membership(constants=constants):
            for constant in constants:
                _refuse_constant(leaf, kind, constant)
        case TextTest() | Presence():
            pass


def span(text: str) -> tuple[int, int]:
    """The moments a text stands for, from the first up to, not including, the last: a whole day (UTC), or one moment.

    Raises:
        DataError: The text is neither a date nor a time.
    """
    stripped = text.strip()
    start = moment(stripped)
    try:
        date.fromisoformat(stripped)
    except ValueError:
        return start, start + 1
    return start, start + DAY


def _refuse_constant(leaf: Leaf, kind: Kind, constant: Constant) -> None:
    match kind, constant:
        case "number", TextValue():
            raise _senseless(leaf, kind, "it is compared with a text", "write a number, without quotes")
        case "number", TruthValue():
            raise _senseless(leaf, kind, "it is compared with true or false", "write 1 or 0")
        case "text", NumberValue():
            raise _senseless(leaf, kind, "it is compared with a number", "write the number in quotes")
        case "date", TextValue(value):
            _refuse_no_date(leaf, value)
        case "date", _:
            raise _senseless(leaf, kind, "it is compared with something else", _DATE)


def _refuse_no_date(leaf: Leaf, text: str) -> None:
    try:
        span(text)
    except DataError as error:
        raise _senseless(leaf, "date", f"{text[:40]!r} is no date", _DATE) from error


def _senseless(leaf: Leaf, kind: Kind, why: str, remedy: str) -> ConfigError:
    return ConfigError(f"The column `{leaf.column}` holds {_HOLDS[kind]}, and {why}", where=render(leaf), remedy=remedy)
