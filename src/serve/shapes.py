"""Converts declared parts to pydantic models, for OpenAPI and for checking answers in tests."""

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from leadscore.model.scoring.declaration import Declared, Kind, Part, declared


class Shape(BaseModel):
    """A part of an answer; nothing else may be in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


_TYPES: dict[Kind, Any] = {
    "text": str,
    "whole": int,
    "number": float,
    "truth": bool,
    "moment": str,
    "value": str | float | int,
}


@cache
def shape_of(kind: type[Part], *, name: str | None = None) -> type[Shape]:
    """The shape of a part as it is answered: a field that is null by default is left out instead, never null."""
    fields: dict[str, Any] = {field.name: (_type(field), _described(field)) for field in declared(kind)}
    return create_model(name or kind.__name__, __base__=Shape, __doc__=kind.__doc__, **fields)


def _type(field: Declared) -> Any:
    one = _limited(field) if field.part is None else shape_of(field.part)
    several = list[one] if field.many else one  # type: ignore[valid-type]  # made at run time
    return several | None if field.nullable and not field.optional else several


def _limited(field: Declared) -> Any:
    return Literal[field.choices] if field.choices else _TYPES[field.kind]


def _described(field: Declared) -> FieldInfo:
    meaning = field.meaning
    # a factory leaves no null in the document as the default
    default: dict[str, Any] = {"default_factory": lambda: None} if field.optional else {}
    found: FieldInfo = Field(
        **default,
        description=meaning.text,
        ge=meaning.low,
        le=meaning.high,
        pattern=meaning.pattern,
        json_schema_extra={"format": meaning.format} if meaning.format else None,
    )
    return found
