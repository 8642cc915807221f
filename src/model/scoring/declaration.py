"""Declared parts: dataclasses with a documented meaning per field, and their conversion to and from plain values."""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union, get_args, get_origin, get_type_hints

from leadscore.model.errors import DataError
from leadscore.model.timestamps import iso, moment

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
else:
    DataclassInstance = object

Kind = Literal["text", "whole", "number", "truth", "moment", "value", "part"]
"""What a field holds: a moment is ISO 8601 text in JSON, a value is text or a number, a part has fields of its own."""


@dataclass(frozen=True)
class Meaning:
    """The documentation of a field, with the limits of its values.

    Attributes:
        text: The meaning, as a sentence.
        unit: The unit of a number.
        low, high: The range, both ends included; None where it is unbounded.
        format: The format of a text, ``date-time`` for a moment.
        pattern: The regular expression that a text matches.
        columns: Of a list: the columns of a CSV file that its first entries are spread over.
    """

    text: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    format: Literal["date", "date-time"] | None = None
    pattern: str | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declared:
    """One field, as its annotation declares it.

    Attributes:
        choices: The allowed texts; empty where any text is allowed.
        part: The part's type, if the field holds a part.
        many: Whether it is a list.
        nullable: Whether it may be null.
        required: Whether it has no default.
        optional: Whether null is its default; an API answer leaves it out then.
    """

    name: str
    meaning: Meaning
    kind: Kind
    choices: tuple[str, ...]
    part: "type[Part] | None"
    many: bool
    nullable: bool
    required: bool
    optional: bool


class Part(DataclassInstance):
    """A dataclass of which every field is ``Annotated`` with its ``Meaning``; unknown fields are refused."""

    def as_dict(self, *, sparse: bool = False) -> dict[str, Any]:
        """Plain values, as JSON holds them; ``sparse`` leaves out what is null by default."""
        plain = dict(self.__dict__)
        for field in _not_plain(type(self)):
            value = plain[field.name]
            if value is not None:
                plain[field.name] = _plain(field, value, sparse=sparse)
            elif sparse and field.optional:
                del plain[field.name]
        return plain

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """The part from what ``as_dict`` wrote; fields with a default may be missing.

        Raises:
            DataError: The values do not fit this part; the field is named, its value is not.
        """
        if unknown := sorted(raw.keys() - {field.name for field in declared(cls)}):
            raise _unfit(cls.__name__, unknown[0], "is not known")
        return cls(**read_fields(cls, raw, [field.name for field in declared(cls)]))


def read_fields(kind: type[Part], raw: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Some of a part's fields from plain values, by name; those with a default may be missing.

    Raises:
        DataError: A field is missing or has a wrong type; it is named, its value is not.
    """
    return {
        field.name: _read(field, raw[field.name], where=kind.__name__)
        for field in declared(kind)
        if field.name in names and _is_there(field, raw, where=kind.__name__)
    }


@cache
def declared(kind: type[Part]) -> tuple[Declared, ...]:
    """The fields of a part, in their order.

    Raises:
        TypeError: A field has no ``Meaning``, or a type that files cannot hold.
    """
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_declared(f"{kind.__name__}.{field.name}", hints[field.name], field.default) for field in fields(kind))


def _declared(path: str, hint: Any, default: object) -> Declared:
    if get_origin(hint) is not Annotated or not isinstance(hint.__metadata__[0], Meaning):
        message = f"{path} is not annotated with its meaning"
        raise TypeError(message)
    meaning: Meaning = hint.__metadata__[0]
    types = _alternatives(hint.__origin__)
    (kept, *others) = [found for found in types if found is not NoneType]
    many = get_origin(kept) is tuple
    inner = get_args(kept)[0] if many else kept
    return Declared(
        name=path.rpartition(".")[2],
        meaning=meaning,
        kind="value" if others else _kind(inner, meaning, path),
        choices=get_args(inner) if get_origin(inner) is Literal else (),
        part=inner if isinstance(inner, type) and issubclass(inner, Part) else None,
        many=many,
        nullable=NoneType in types,
        required=default is MISSING,
        optional=default is None,
    )


def _alternatives(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


_KINDS: dict[Any, Kind] = {str: "text", int: "whole", float: "number", bool: "truth"}


def _kind(hint: Any, meaning: Meaning, path: str) -> Kind:
    if isinstance(hint, type) and issubclass(hint, Part):
        return "part"
    if hint is int and meaning.format == "date-time":
        return "moment"
    found = "text" if get_origin(hint) is Literal else _KINDS.get(hint)
    if found is None:
        message = f"{path} is of a type that has no place in a file"
        raise TypeError(message)
    return found


@cache
def _not_plain(kind: type[Part]) -> tuple[Declared, ...]:
    """The fields that need conversion for JSON, or that an answer may leave out."""
    return tuple(field for field in declared(kind) if field.many or field.optional or field.kind in ("part", "moment"))


def _plain(field: Declared, value: Any, *, sparse: bool) -> Any:
    if field.kind == "part":
        return [one.as_dict(sparse=sparse) for one in value] if field.many else value.as_dict(sparse=sparse)
    if field.kind == "moment":
        return iso(value)
    return list(value) if field.many else value


def _is_there(field: Declared, raw: Mapping[str, Any], *, where: str) -> bool:
    if field.required and field.name not in raw:
        raise _unfit(where, field.name, "is missing")
    return field.name in raw


def _read(field: Declared, value: Any, *, where: str) -> Any:
    if value is None and field.nullable:
        return None
    if not field.many:
        return _read_one(field, value, where=where)
    if not isinstance(value, list | tuple):
        raise _unfit(where, field.name, "should be a list")
    return tuple(_read_one(field, one, where=where) for one in value)


_TYPES: dict[Kind, Any] = {
    "text": str,
    "whole": int,
    "number": (int, float),
    "truth": bool,
    "moment": str,
    "value": (str, int, float),
    "part": Mapping,
}


def _read_one(field: Declared, value: Any, *, where: str) -> object:
    is_truth = isinstance(value, bool)  # bool is a subclass of int
    if not isinstance(value, _TYPES[field.kind]) or is_truth != (field.kind == "truth"):
        raise _unfit(where, field.name, f"should be a {field.kind}")
    if field.choices and value not in field.choices:
        raise _unfit(where, field.name, f"should be one of {', '.join(field.choices)}")
    if field.part is not None:
        return field.part.from_dict(value)
    if field.kind == "moment":
        return moment(value)
    return float(value) if field.kind == "number" else value


def _unfit(part: str, name: str, problem: str) -> DataError:
    return DataError(
        f"`{name}` {problem}", where=f"a {part}", remedy="compare it with docs/scoring.md, which names every field"
    )
