"""A configuration as the text of a ``leadscore.toml``, with every key explained."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from leadscore.model.config.settings import SECTIONS, ColumnSettings, Config, PointRule, Section

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = """\
# What leadscore takes the columns for, and how it learns. Change what is wrong; then: leadscore check
# Paths start at this file's folder. A key behind a # is not set.
"""


def render(config: Config, reasons: Mapping[str, str]) -> str:
    """The text of a configuration file that reads back as the same configuration.

    Args:
        config: What to write.
        reasons: Why a key has its value, by ``section.key``, or ``columns.NAME``; other keys are explained by what
            they mean.
    """
    sections = [_HEAD]
    for name in SECTIONS:
        if name == "columns":
            sections += [_column(column, settings, reasons) for column, settings in config.columns.items()]
        elif name == "point_rules":
            sections += [_point_rule(rule) for rule in config.point_rules]
        elif (section := getattr(config, name)) is not None:
            sections.append(_section(name, section, reasons))
    return "\n".join(sections)


def _section(name: str, section: Section, reasons: Mapping[str, str]) -> str:
    return "\n".join([f"[{name}]", *_keys(name, section, reasons), ""])


def _keys(name: str, section: Section, reasons: Mapping[str, str]) -> Iterator[str]:
    for key, field in type(section).model_fields.items():
        value = getattr(section, key)
        told = _comment(reasons.get(f"{name}.{key}") or field.description or "")
        yield f'# {key} = ""  # {told}' if value is None else f"{key} = {_value(value)}  # {told}"


def _column(column: str, settings: ColumnSettings, reasons: Mapping[str, str]) -> str:
    """Only what differs from the defaults: a file may have hundreds of columns."""
    told = reasons.get(f"columns.{column}")
    comment = [f"# {_comment(told)}"] if told else []
    values = settings.model_dump(exclude_defaults=True)
    return "\n".join(
        [f"[columns.{_key(column)}]", *comment, *(f"{key} = {_value(v)}" for key, v in values.items()), ""]
    )


def _point_rule(rule: PointRule) -> str:
    values = rule.model_dump(exclude_defaults=True)
    return "\n".join(["[[point_rules]]", *(f"{key} = {_value(value)}" for key, value in values.items()), ""])


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(value)


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")


def _comment(text: str) -> str:
    """On one line, without the control characters that TOML forbids in comments."""
    return "".join(character if character.isprintable() else " " for character in text)
