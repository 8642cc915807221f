"""Parses text into nodes by recursive descent: ``or`` binds weakest, then ``and``, then ``not``."""

import math

from leadscore.model.errors import ConfigError
from leadscore.model.expressions.expression import Expression
from leadscore.model.expressions.nodes import (
    MAX_NESTING,
    MAX_SIZE,
    OPERATORS,
    Comparison,
    Constant,
    Membership,
    Node,
    NumberValue,
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
from leadscore.model.expressions.tokens import Token, mistake, tokens

_EXPECTED_OPERATOR = "expected a comparison such as =, <, in, contains or is missing"


def parse(text: str) -> Expression:
    """Read an expression.

    >>> str(parse("NOT(budget>=1e4) or Country in ('Germany','Peru')"))
    'not (budget >= 10000) or Country in ("Germany", "Peru")'

    Raises:
        ConfigError: The text is not an expression; says where, with a caret under the place, and what was expected.
    """
    node = _Parser(text).whole()
    if size(node) > MAX_SIZE:
        raise mistake(text, 0, f"it has more than {MAX_SIZE:,} comparisons and values", remedy="write several rules")
    return Expression(node)


class _Parser:
    """A place in the tokens of an expression; every method reads on from there."""

    def __init__(self, text: str) -> None:
        self._text, self._tokens, self._position, self._nesting = text, list(tokens(text)), 0, 0

    def whole(self) -> Node:
        node = self._alternatives()
        if self._next.kind != "end":
            raise self._refuse("expected `and`, `or` or the end")
        return node

    def _alternatives(self) -> Node:
        parts = [self._conjunction()]
        while self._take("word", "or"):
            parts.append(self._conjunction())
        return any_of(parts)

    def _conjunction(self) -> Node:
        parts = [self._term()]
        while self._take("word", "and"):
            parts.append(self._term())
        return all_of(parts)

    def _term(self) -> Node:
        negated, enclosed = False, False
        while self._take("word", "not"):
            negated, enclosed = not negated, True
        opened = self._take("sign", "(") is not None
        self._nesting += enclosed or opened
        if self._nesting > MAX_NESTING:
            raise self._refuse(f"parentheses are nested deeper than {MAX_NESTING}", remedy="write several rules")
        node = self._closed() if opened else self._comparison()
        self._nesting -= enclosed or opened
        return negation(node) if negated else node

    def _closed(self) -> Node:
        node = self._alternatives()
        if not self._take("sign", ")"):
            raise self._refuse("expected `)`")
        return node

    def _comparison(self) -> Node:
        column = self._take("name")
        if column is None:
            hint = (
                "a column named like a word of the language goes in backticks: `" if self._next.kind == "word" else ""
            )
            raise self._refuse("expected a column", remedy=hint)
        if (sign := self._next).kind == "sign" and sign.value in OPERATORS:
            self._position += 1
            return Comparison(column.value, OPERATORS[sign.value], self._constant())
        if self._take("word", "is"):
            return Presence(column.value, known=self._known())
        if self._take("word", "in"):
            return Membership(column.value, self._constants())
        if self._take("word", "not"):
            if not self._take("word", "in"):
                raise self._refuse("expected `in` after `not`")
            return Membership(column.value, self._constants(), negated=True)
        return TextTest(column.value, self._text_operator(), self._text_constant())

    def _known(self) -> bool:
        negated = self._take("word", "not") is not None
        if self._take("name", "known"):
            return not negated
        if self._take("name", "missing"):
            return negated
        raise self._refuse("expected `missing` or `known` after `is`")

    def _text_operator(self) -> TextOperator:
        if self._take("word", "contains"):
            return "contains"
        if self._take("name", "starts"):
            self._require_with("starts")
            return "starts with"
        if self._take("name", "ends"):
            self._require_with("ends")
            return "ends with"
        raise self._refuse(_EXPECTED_OPERATOR)

    def _require_with(self, verb: str) -> None:
        if not self._take("name", "with"):
            raise self._refuse(f"expected `with` after `{verb}`")

    def _text_constant(self) -> TextValue:
        text = self._take("text")
        if text is None:
            raise self._refuse("expected a text in quotes")
        return TextValue(text.value)

    def _constants(self) -> tuple[Constant, ...]:
        if not self._take("sign", "("):
            raise self._refuse("expected `(` and a list of values")
        constants = [self._constant()]
        while self._take("sign", ","):
            constants.append(self._constant())
        if not self._take("sign", ")"):
            raise self._refuse("expected `,` or `)`")
        return tuple(constants)

    def _constant(self) -> Constant:
        if text := self._take("text"):
            return TextValue(text.value)
        if truth := self._take("word", "true") or self._take("word", "false"):
            return TruthValue(truth.value == "true")
        if self._next.kind == "number" and math.isinf(float(self._next.value)):
            raise self._refuse("expected a smaller number")
        if number := self._take("number"):
            return NumberValue(float(number.value))
        hint = "a text goes in quotes" if self._next.kind in ("name", "word") else ""
        raise self._refuse('expected a value: a number, a "text", true or false', remedy=hint)

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _take(self, kind: str, value: str | None = None) -> Token | None:
        """The next token if it is of this kind and value, else nothing; the words that may be columns have no case."""
        token = self._next
        if token.kind != kind or (value is not None and token.value.lower() != value):
            return None
        self._position += 1
        return token

    def _refuse(self, expected: str, *, remedy: str = "") -> ConfigError:
        found = self._next
        told = "the end" if found.kind == "end" else f"`{self._text[found.start : self._stop].strip()}`"
        return mistake(self._text, found.start, f"{expected}, found {_short(told)}", remedy=remedy)

    @property
    def _stop(self) -> int:
        return self._tokens[self._position + 1].start


def _short(told: str) -> str:
    return told if len(told) <= 40 else f"{told[:40]}…`"
