"""The page ``docs/scoring.md``: every field of a record, its type, range and meaning, as declared.

``python -m leadscore.model.scoring.reference``
"""

from collections.abc import Iterator

from leadscore.model.scoring.contract import Record
from leadscore.model.scoring.declaration import Declared, Kind, Part, declared

_TYPES: dict[Kind, str] = {
    "text": "text",
    "whole": "whole number",
    "number": "number",
    "truth": "true or false",
    "moment": "text",
    "value": "text or number",
}
_OPENING = """# A scoring

Score files, the API's answer and `/openapi.json` have these fields, by these names. In Parquet, lists and parts are
lists and structs. In CSV, a part is spread over columns (`model_version`), the reasons over numbered ones
(`reason_1_signal`), warnings are joined by `; `, and other lists are JSON text. A field that may be null is null where
nobody knows it. One that may be left out is not in the API's answer, and null in a file, where it was not asked for, or
the model cannot tell it."""


def reference(kind: type[Part] = Record) -> str:
    """One table for the record, and one for each part of it."""
    sections = [line for part in _parts(kind) for line in ["", f"## {part.__name__}", "", *_table(part)]]
    return "\n".join([_OPENING, *sections]) + "\n"


def _parts(kind: type[Part]) -> list[type[Part]]:
    """The part itself and all parts within it, each once, in order of appearance."""
    found = {kind: None}
    for field in declared(kind):
        if field.part is not None:
            found |= dict.fromkeys(_parts(field.part))
    return list(found)


def _table(kind: type[Part]) -> Iterator[str]:
    yield (kind.__doc__ or "").strip()
    yield from ("", "| field | type | meaning |", "|---|---|---|")
    yield from (f"| `{field.name}` | {_type(field)} | {field.meaning.text} |" for field in declared(kind))


def _type(field: Declared) -> str:
    if field.part is not None:
        one = f"[{field.part.__name__}](#{field.part.__name__.lower()})"
    elif field.choices:
        one = " or ".join(f"`{choice}`" for choice in field.choices)
    else:
        one = field.meaning.format or _TYPES[field.kind]
    parts = [f"list of {one}" if field.many else one, *_limits(field)]
    if field.optional:
        parts.append("may be left out")
    elif field.nullable:
        parts.append("or null")
    return ", ".join(parts)


def _limits(field: Declared) -> Iterator[str]:
    meaning = field.meaning
    if meaning.low is not None:
        yield f"from {meaning.low:g}" if meaning.high is None else f"{meaning.low:g} to {meaning.high:g}"
    if meaning.unit:
        yield f"in {meaning.unit}"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - `make docs` writes it to docs/scoring.md
