"""Cutting the text of an expression into words, constants and signs; a caret shows where a mistake is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from leadscore.model.errors import ConfigError
from leadscore.model.expressions.rendering import NUMBER, WORDS

_BEFORE, _AFTER = 50, 30  # characters of the expression shown around the place


def mistake(text: str, position: int, expected: str, *, remedy: str = "") -> ConfigError:
    """The error for an expression that goes wrong at a position, counted from 0.

    >>> print(mistake("budget = = 5", 9, "expected a value, found `=`"))
    The expression is not understood: expected a value, found `=`
      where: character 10
        budget = = 5
                 ^
    """
    start, stop = max(position - _BEFORE, 0), position + _AFTER
    head, tail = "…" if start else "", "…" if stop < len(text) else ""
    line = head + "".join(character if character.isprintable() else " " for character in text[start:stop]) + tail
    caret = " " * (len(head) + position - start) + "^"
    where = f"character {position + 1}\n    {line.rstrip()}\n    {caret}"
    return ConfigError(f"The expression is not understood: {expected}", where=where, remedy=remedy)


TokenKind = Literal["name", "word", "text", "number", "sign", "end"]

_TOKEN = re.compile(
    rf"""
      (?P<blank>\s+)
    | (?P<text>"(?:[^"]|"")*+"|'(?:[^']|'')*+')
    | (?P<quoted>`(?:[^`]|``)++`)
    | (?P<number>{NUMBER})
    | (?P<bare>\w+)
    | (?P<sign>==|!=|<>|<=|>=|[=<>(),])
    """,
    re.VERBOSE,
)
SYNONYMS = {"==": "=", "<>": "!="}
"""Other spellings of signs."""

_OPENED = {
    '"': ("a text that is never closed", 'close it with "'),
    "'": ("a text that is never closed", "close it with '"),
    "`": ("a column name that is never closed", "close it with `"),
}
_QUOTES = "“”„‟«»‘’‚"


@dataclass(frozen=True)
class Token:
    """A piece of an expression.

    Attributes:
        kind: name (of a column), word (one of ``WORDS``), text, number, sign, or the end of the expression.
        value: Its meaning: without quotes, words in lower case, synonyms of signs as one.
        start: Position of its first character.
    """

    kind: TokenKind
    value: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of an expression in their order, the last one being the end.

    Raises:
        ConfigError: A character that begins nothing, or a quote that is never closed.
    """
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise _stray(text, position)
        if found.lastgroup != "blank":
            yield _token(str(found.lastgroup), found.group(), position)
        position = found.end()
    yield Token("end", "", len(text))


def _token(group: str, raw: str, start: int) -> Token:
    match group:
        case "text":
            return Token("text", raw[1:-1].replace(2 * raw[0], raw[0]), start)
        case "quoted":
            return Token("name", raw[1:-1].replace("``", "`"), start)
        case "bare" if raw.lower() in WORDS:
            return Token("word", raw.lower(), start)
        case "bare":
            return Token("name", raw, start)
        case "number":
            return Token("number", raw, start)
        case _:
            return Token("sign", SYNONYMS.get(raw, raw), start)


def _stray(text: str, position: int) -> ConfigError:
    character = text[position]
    if character in _OPENED:
        told, remedy = _OPENED[character]
        return mistake(text, position, told, remedy=remedy)
    remedy = (
        'write straight quotes: "' if character in _QUOTES else "put column names with other characters in backticks: `"
    )
    return mistake(text, position, f"unexpected character {character!r}", remedy=remedy)
