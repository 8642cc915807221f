"""The page ``docs/card.md``: every field of a card, its type and its meaning, as declared.

``python -m leadscore.model.card.reference``
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from leadscore.model.card.card import CARD_VERSION, Card
from leadscore.model.card.figures import CardPart

_TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_OPENING = f"""# The card

`card.json` in a bundle holds everything that the report, the verdict, the API and the terminal say of a model. It has
these fields, and `card_version`, which is {CARD_VERSION}. Cards of earlier releases are read into the same fields; what
they lack is null, or empty."""


def reference() -> str:
    """One table for the card, and one for each part of it."""
    sections = [line for part in _parts(Card) for line in ["", f"## {part.__name__}", "", *_table(part)]]
    return "\n".join([_OPENING, *sections]) + "\n"


def meanings(part: type[CardPart]) -> dict[str, str]:
    """The sentence of each field, as it stands below the field."""
    found: dict[str, str] = {}
    for owner in reversed(part.__mro__):
        if is_dataclass(owner):
            body = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
            found |= dict(_sentences(body.body if isinstance(body, ast.ClassDef) else []))
    return found


def _sentences(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            yield field.target.id, str(ast.literal_eval(below.value))


def _parts(part: type[CardPart]) -> list[type[CardPart]]:
    """The part itself and all parts within it, each once, in order of appearance."""
    found = {part: None}
    for kind in _fields(part).values():
        for inner in _within(kind):
            found |= dict.fromkeys(_parts(inner))
    return list(found)


def _within(kind: Any) -> Iterator[type[CardPart]]:
    if isinstance(kind, type) and issubclass(kind, CardPart):
        yield kind
    for inner in get_args(kind):
        yield from _within(inner)


def _fields(part: type[CardPart]) -> dict[str, Any]:
    hints = get_type_hints(part)
    return {name: hints[name] for name in meanings(part)}


def _table(part: type[CardPart]) -> Iterator[str]:
    sentences = meanings(part)
    yield _on_page(re.sub(r"\s+", " ", (part.__doc__ or "").strip()))
    yield from ("", "| field | type | meaning |", "|---|---|---|")
    yield from (f"| `{name}` | {_type(kind)} | {_on_page(sentences[name])} |" for name, kind in _fields(part).items())


def _on_page(text: str) -> str:
    """In the words of JSON, and with Markdown's quotes."""
    return re.sub(r"\bNone\b", "null", text).replace("``", "`")


def _type(kind: Any) -> str:
    """A type in words.

    >>> _type(tuple[int, ...] | None)
    'list of whole number, or null'
    """
    inner = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        known = " or ".join(_type(one) for one in inner if one is not NoneType)
        return f"{known}, or null" if NoneType in inner else known
    if get_origin(kind) is Literal:
        return " or ".join(f"`{choice}`" for choice in inner)
    if get_origin(kind) is tuple:
        return f"list of {_type(inner[0])}" if inner[-1] is ... else f"list of {len(inner)}, each a {_type(inner[0])}"
    if inner:
        return f"object of {_type(inner[1])} by name"
    return _TYPES.get(kind) or f"[{kind.__name__}](#{kind.__name__.lower()})"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - `make docs` writes it to docs/card.md
