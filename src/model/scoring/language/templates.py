"""Templates: texts with plain names in braces, and the checks of those in a configuration or language file."""

from collections.abc import Iterator
from functools import cache
from string import Formatter

from leadscore.model.config import Config
from leadscore.model.errors import ConfigError, nearest

Flaw = tuple[str, str]
"""What is wrong, as the end of a sentence that begins with the text's key, and what to do about it."""


@cache
def placeholders(template: str) -> frozenset[str]:
    """The names in a template's braces; two braces stand for one that is shown.

    >>> sorted(placeholders("{label} was {ago}")), placeholders("100 {{%}}")
    (['ago', 'label'], frozenset())

    Raises:
        ValueError: The braces do not match, or hold anything but a name: a number, an attribute, an index, a conversion
            or a format could expose what is not meant to be shown.
    """
    try:
        parts = [
            (name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template) if name is not None
        ]
    except ValueError as error:
        raise ValueError("has braces that do not match") from error
    for name, spec, conversion in parts:
        if not name.isidentifier() or spec or conversion:
            field = name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            raise ValueError(f"holds `{{{field}}}`, which is not a plain name")
    return frozenset(name for name, _, _ in parts)


def flaw(template: object, *, allowed: frozenset[str], required: frozenset[str]) -> Flaw | None:
    """What is wrong with a template; None if nothing is."""
    if not isinstance(template, str):
        return "is not a text", "put it in quotation marks"
    if not template:
        return "is empty", "write what people should read"
    try:
        found = placeholders(template)
    except ValueError as error:
        return str(error), f"put in braces nothing but {_listed(allowed)}" if allowed else "write it without braces"
    if unknown := sorted(found - allowed):
        return f"holds the unknown placeholder `{{{unknown[0]}}}`", _instead(unknown[0], allowed)
    if missing := sorted(required - found):
        return f"lacks the placeholder `{{{missing[0]}}}`", f"put `{{{missing[0]}}}` where it belongs"
    return None


def _instead(name: str, allowed: frozenset[str]) -> str:
    return nearest(name, sorted(allowed)) if allowed else "write it without braces"


def _listed(names: frozenset[str]) -> str:
    return " and ".join(f"`{{{name}}}`" for name in sorted(names))


ALLOWED: dict[str, dict[str, frozenset[str]]] = {
    "columns": {"text": frozenset({"value"}), "text_missing": frozenset()},
    "event_types": {"text": frozenset({"count", "ago"}), "text_once": frozenset({"ago"}), "text_none": frozenset()},
}
"""The placeholders that each text may hold."""

REQUIRED: dict[str, frozenset[str]] = {"columns.text": frozenset({"value"}), "event_types.text": frozenset({"count"})}
"""Those without which a sentence would say the same of every value."""


def check_texts(config: Config) -> None:
    """Refuse a sentence in a configuration that cannot be filled in, or that would read the same for every value.

    Raises:
        ConfigError: It lacks a placeholder, holds an unknown one, or anything else in braces; ``where`` is its key.
    """
    for place, (what, remedy) in _flaws(config):
        raise ConfigError(f"The text {what}", where=place, remedy=remedy)


def _flaws(config: Config) -> Iterator[tuple[str, Flaw]]:
    for section, keys in ALLOWED.items():
        for name, settings in getattr(config, section).items():
            for key, allowed in keys.items():
                text = getattr(settings, key)
                required = REQUIRED.get(f"{section}.{key}", frozenset())
                if text is not None and (found := _flaw(text, allowed, required)):
                    yield f"{section}.{name}.{key}", found


def _flaw(text: str, allowed: frozenset[str], required: frozenset[str]) -> Flaw | None:
    return flaw(text.strip(), allowed=allowed, required=required)  # blanks alone count as empty
