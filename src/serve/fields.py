"""The types of single fields of a request, strict about JSON types and silent about the values they refuse."""

import math
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from leadscore.model.errors import DataError
from leadscore.model.features.spec import InputColumn
from leadscore.model.timestamps import iso, moment
from leadscore.model.values import canonical
from leadscore.model.values.written import Decimal, moment_of, number_of
from leadscore.serve.problems import FieldError

LONGEST_TEXT = 1_000
"""Characters of an id, a category or an address."""

_LARGEST_WHOLE = 2**63 - 1
_EARLIEST, _END = moment("1900-01-01"), moment("2262-01-01")  # as in files; 0001-01-01 is a placeholder, not a date
_ERRORS_SHOWN = 20
_ERRORS_READ = 10_000
_LONGEST_NAME = 60
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known field",
    "float_type": "should be a number",
    "finite_number": "should be a finite number",
    "too_short": "should not be empty",
    "list_type": "should be a list",
    "model_type": "should be an object",
    "model_attributes_type": "should be an object",
    "dict_type": "should be an object",
}


def _refused(text: str) -> PydanticCustomError:
    return PydanticCustomError("refused", text)


def _moment(value: object) -> int:
    should_be = _refused("should be a date or time like 2026-03-31T14:30:00Z")
    if not isinstance(value, str):
        raise should_be
    try:
        return _believable(moment(value))
    except (DataError, OverflowError) as error:
        when = None if "/" in value else moment_of(value)  # which of day and month comes first, nobody knows here
        if when is None:
            raise should_be from error
        return _believable(when)


def _believable(when: int) -> int:
    if not _EARLIEST <= when < _END:
        raise _refused("should lie between 1900 and 2261")
    return when


def _date(value: object, *, day_first: bool) -> str | None:
    if value is None or (isinstance(value, str) and canonical(value) is None):
        return None
    when = moment_of(value, day_first=day_first) if isinstance(value, str) else None
    return iso(_moment(value) if when is None else _believable(when))


def _id(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON knows one kind of number: 12.0 is 12
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _refused("should be text or a whole number")
    return _filled(str(_short(value)))


def _category(value: object) -> str | int | float | bool | None:
    if value is not None and not isinstance(value, str | int | float):
        raise _refused("should be text, a number, true, false or null")
    if isinstance(value, float) and not math.isfinite(value):
        raise _refused("should be a finite number")
    if isinstance(value, float) and abs(value) > _LARGEST_WHOLE:
        raise _refused("should be a number of at most 63 bits")
    return value if value is None or isinstance(value, float) else _short(value)


def _kind_of_event(value: object) -> str | int | float | bool:
    if value is None:
        raise _refused("should be text, a number, true or false")
    known = _category(value)
    return _filled(known) if isinstance(known, str) else known  # type: ignore[return-value]  # None was refused


def _filled(text: str) -> str:
    if not text.strip():
        raise _refused("should not be blank")
    return text.strip()


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _refused("should be text or null")
    return value if value is None else str(_short(value))


def _short(value: str | int) -> str | int:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise _refused(f"should have at most {LONGEST_TEXT:,} characters")
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        raise _refused("should be a whole number of at most 63 bits")
    return value


_NULL = {"type": "null"}
_TEXT = {"type": "string", "maxLength": LONGEST_TEXT}
_FILLED = _TEXT | {"minLength": 1, "pattern": r"\S"}
_WHOLE = {"type": "integer", "minimum": -_LARGEST_WHOLE, "maximum": _LARGEST_WHOLE}
_PLAIN = [{"type": "number", "minimum": -_LARGEST_WHOLE, "maximum": _LARGEST_WHOLE}, {"type": "boolean"}]
_YEARS = r"^(19\d|2[01]\d|22[0-5])\d|^226[01]"
_TIME = {"type": "string", "format": "date-time", "pattern": _YEARS}


def _any(*schemas: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": list(schemas)})


Moment = Annotated[int, PlainValidator(_moment), WithJsonSchema(_TIME)]
Identity = Annotated[str, PlainValidator(_id), _any(_FILLED, _WHOLE)]
Category = Annotated[str | int | float | bool | None, PlainValidator(_category), _any(_TEXT, *_PLAIN, _NULL)]
EventType = Annotated[str | int | float | bool, PlainValidator(_kind_of_event), _any(_FILLED, *_PLAIN)]
Text = Annotated[str | None, PlainValidator(_text), _any(_TEXT, _NULL)]
Number = Annotated[float | None, Field(allow_inf_nan=False)]

_NUMBER_TEXT = {"type": "string", "pattern": r"^([€$£] ?)?[0-9]{1,9}( ?(€|EUR|%))?$"}


def type_of(column: InputColumn) -> Any:
    """The type of a lead column: numbers and dates may come as text in the forms that a file of leads has."""
    match column.role:
        case "numeric":
            read = BeforeValidator(partial(_number_from, decimal=column.decimal))
            return Annotated[Number, read, _any({"type": "number"}, _NUMBER_TEXT, _NULL)]
        case "date":
            return Annotated[str | None, PlainValidator(partial(_date, day_first=column.day_first)), _any(_TIME, _NULL)]
        case "category":
            return Category
        case _:
            return Text


def _number_from(value: object, *, decimal: Decimal) -> object:
    """What a text says; a word for a missing value says nothing."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return value
    if canonical(value) is None:
        return None
    number = number_of(value, decimal=decimal)
    return value if number is None else number


def field_errors(error: ValidationError) -> list[FieldError]:
    """What does not fit, field by field, at most twenty; the values are left out."""
    if error.error_count() > _ERRORS_READ:  # pydantic spells out all or none, at microseconds and kilobytes apiece
        return [FieldError("the whole", f"has more than {_ERRORS_READ:,} fields that do not fit")]
    details = error.errors(include_url=False, include_context=False, include_input=False)
    return [FieldError(_path(detail), _WORDS.get(detail["type"], detail["msg"])) for detail in details[:_ERRORS_SHOWN]]


def shown_name(name: str) -> str:
    """A field's name as the caller wrote it, cut where nobody would read on."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _path(detail: ErrorDetails) -> str:
    return ".".join(shown_name(str(part)) for part in detail["loc"]) or "the whole"
