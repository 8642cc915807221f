"""A configuration as the text of a ``leadscore.toml``, and the reference of all its keys as Markdown."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from leadscore.model.config.config import HEADINGS, SECTIONS, Config
from leadscore.model.config.settings import Section

_BARE = re.compile(r"[A-Za-z0-9_-]+")
COMMENTS: Mapping[str, str] = {
    "head": "What leadscore takes the columns for, and how it learns. Change what is wrong; then: leadscore check",
    "paths": "Paths start at this file's folder. A key behind a # is not set.",
    **{
        f"{name}_{key}": field.description or ""
        for name, section in SECTIONS.items()
        if name not in HEADINGS
        for key, field in section.model_fields.items()
    },
}
"""What a written configuration says at its head, and of each key, by section and name."""


def render(config: Config, reasons: Mapping[str, str], comments: Mapping[str, str] = COMMENTS) -> str:
    """The text of a configuration file that reads back as the same configuration.

    Args:
        config: What to write.
        reasons: Why a key has its value, by ``section.key``, or ``columns.NAME``; other keys are explained by what
            they mean.
        comments: ``COMMENTS``, or the same in another language.
    """
    sections = ["".join(f"# {_comment(comments[name])}\n" for name in ("head", "paths"))]
    for name in SECTIONS:
        value = getattr(config, name)
        if isinstance(value, dict):
            parts = value.items()
            sections += [_named(f"{name}.{_key(key)}", part, reasons.get(f"{name}.{key}")) for key, part in parts]
        elif isinstance(value, tuple):
            sections += [_named(f"[{name}]", rule) for rule in value]
        elif value is not None:
            sections.append(_section(name, value, reasons, comments))
    return "\n".join(sections)


def _section(name: str, section: Section, reasons: Mapping[str, str], comments: Mapping[str, str]) -> str:
    return "\n".join([f"[{name}]", *_keys(name, section, reasons, comments), ""])


def _keys(name: str, section: Section, reasons: Mapping[str, str], comments: Mapping[str, str]) -> Iterator[str]:
    for key in type(section).model_fields:
        value = getattr(section, key)
        comment = _comment(reasons.get(f"{name}.{key}") or comments[f"{name}_{key}"])
        yield f'# {key} = ""  # {comment}' if value is None else f"{key} = {_value(value)}  # {comment}"


def _named(heading: str, settings: Section, why: str | None = None) -> str:
    """Only what differs from the defaults: a file may have hundreds of columns."""
    comment = [f"# {_comment(why)}"] if why else []
    values = settings.model_dump(exclude_defaults=True)
    return "\n".join([f"[{heading}]", *comment, *(f"{key} = {_value(value)}" for key, value in values.items()), ""])


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")


def _comment(text: str) -> str:
    """On one line, without the control characters that TOML forbids in comments."""
    return "".join(character if character.isprintable() else " " for character in text)


def reference() -> str:
    """One table per section: key, default, meaning."""
    parts = ["# leadscore.toml", "", "Paths are relative to the file. An unknown key is refused with the nearest one."]
    for name, section in SECTIONS.items():
        parts += ["", f"## {HEADINGS.get(name, f'[{name}]')}", "", *_table(section)]
    return "\n".join(parts) + "\n"


def _table(section: type[Section]) -> list[str]:
    rows = [f"| `{key}` | {_default(field)} | {field.description} |" for key, field in section.model_fields.items()]
    return [(section.__doc__ or "").strip(), "", "| key | default | meaning |", "|---|---|---|", *rows]


def _default(field: FieldInfo) -> str:
    default: Any = field.default
    if default is PydanticUndefined:
        return "required"
    if default is None:
        return "none"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{list(default)}`" if isinstance(default, tuple) else f"`{default}`"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - `make docs` writes it to docs/configuration.md
