"""Evaluates a node over whole columns: for which rows it holds."""

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Mask
from leadscore.model.expressions.kinds import Kind, kind_of_values, refuse_senseless, span
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
    Presence,
    TextOperator,
    TextTest,
    TextValue,
    TruthValue,
)
from leadscore.model.timestamps import NEVER

Columns = Mapping[str, NDArray[Any]]

_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(node: Node, columns: Columns) -> Mask:
    """One truth value per row; ``columns`` has every column of the node."""
    match node:
        case And(parts):
            return _folded(np.logical_and, parts, columns)
        case Or(parts):
            return _folded(np.logical_or, parts, columns)
        case Not(part):
            return ~holds(part, columns)
        case _:
            return _leaf_holds(node, columns[node.column])


def bounds(node: Node, columns: Columns, unread: Mapping[str, Mask]) -> tuple[Mask, Mask]:
    """For which rows the node certainly holds, and for which it may.

    Args:
        node: What is asked.
        columns: Its columns, as for ``holds``.
        unread: By column, where nobody knows the value, so that a comparison with it may hold or not. Whether a value
            is there at all is known nevertheless.
    """
    match node:
        case And(parts) | Or(parts):
            join = np.logical_and if isinstance(node, And) else np.logical_or
            certain, possible = zip(*(bounds(part, columns, unread) for part in parts), strict=True)
            return _mask(join.reduce(certain)), _mask(join.reduce(possible))
        case Not(part):
            surely, maybe = bounds(part, columns, unread)
            return ~maybe, ~surely
        case Presence():
            found = holds(node, columns)
            return found, found
        case _:
            found, doubtful = holds(node, columns), unread.get(node.column, False)
            return _mask(found & ~_mask(doubtful)), _mask(found | doubtful)


def _folded(join: Callable[[Mask, Mask], Mask], parts: tuple[Node, ...], columns: Columns) -> Mask:
    mask = holds(parts[0], columns)
    for part in parts[1:]:
        mask = join(mask, holds(part, columns))
    return mask


def _leaf_holds(leaf: Leaf, values: NDArray[Any]) -> Mask:
    kind = kind_of_values(values)
    refuse_senseless(leaf, kind)
    known = _known(values, kind)
    match leaf:
        case Presence(known=wanted):
            return _mask(known == wanted)
        case Comparison(operator=sign, constant=constant):
            return known & _compared(values, kind, sign, constant)
        case Membership(constants=constants, negated=negated):
            return known & _mask(_is_one_of(values, kind, constants) != negated)
        case TextTest(operator=place, text=text):
            return known & _per_text(values, partial(_PLACES[place], _folded_text(text.value)))


def _known(values: NDArray[Any], kind: Kind) -> Mask:
    match kind:
        case "number":
            return _mask(np.isfinite(values))
        case "date":
            return _mask(values != NEVER)
        case "text":
            return _mask([value is not None for value in values.tolist()])


def _compared(values: NDArray[Any], kind: Kind, sign: str, constant: Constant) -> Mask:
    compare = _COMPARED[sign]
    match constant:
        case NumberValue(value):
            return _mask(compare(values, value))
        case TextValue(value) if kind == "date":
            start, stop = span(value)
            # a moment within the span equals it, so it is compared by the span's first moment
            return _mask(compare(np.where((values >= start) & (values < stop), start, values), start))
        case TextValue() | TruthValue():
            return _per_text(values, lambda text: bool(compare(text, _word(constant))))


def _is_one_of(values: NDArray[Any], kind: Kind, constants: Iterable[Constant]) -> Mask:
    match kind:
        case "number":
            return _mask(
                np.isin(values, [constant.value for constant in constants if isinstance(constant, NumberValue)])
            )
        case "text":
            words = frozenset(_word(constant) for constant in constants)
            return _per_text(values, words.__contains__)
        case "date":
            return _mask(np.any([_compared(values, kind, "=", constant) for constant in constants], axis=0))


_PLACES: dict[TextOperator, Callable[[str, str], bool]] = {
    "contains": lambda piece, text: piece in text,
    "starts with": lambda piece, text: text.startswith(piece),
    "ends with": lambda piece, text: text.endswith(piece),
}


def _per_text(values: NDArray[Any], test: Callable[[str], bool]) -> Mask:
    """A test of texts without case and surrounding blanks, done once per distinct text; False for a missing one."""
    cells = values.tolist()
    verdict = {text: text is not None and test(_folded_text(text)) for text in set(cells)}
    return np.fromiter((verdict[text] for text in cells), dtype=bool, count=len(cells))


def _word(constant: Constant) -> str:
    return _folded_text(constant.value) if isinstance(constant, TextValue) else str(constant.value).lower()


def _folded_text(text: str) -> str:
    return text.strip().casefold()


def _mask(truths: Any) -> Mask:
    return np.asarray(truths, dtype=bool)
