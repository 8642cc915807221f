"""Expressions as values of the configuration: parsed when it is read, and written as text."""

from typing import Annotated

from pydantic import PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

from leadscore.model.expressions import Expression


def _parsed(value: object) -> Expression:
    """The expression of a text; one that is parsed already stays as it is."""
    # imported here: a scorer imports this package for names of axes and routes, and never parses
    from leadscore.model.expressions.parsing import parse

    if isinstance(value, Expression):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "Input should be a valid string")
    return parse(value)


Condition = Annotated[Expression, PlainValidator(_parsed), PlainSerializer(str)]
"""An expression over lead columns, written as text."""
