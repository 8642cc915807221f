"""The texts of one language: templates with plain names in braces, plural forms, and the phrases of a model."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from numbers import Integral
from string import Formatter
from typing import Any

from leadscore.model.config import Config
from leadscore.model.config.writing import COMMENTS
from leadscore.model.errors import ConfigError, nearest
from leadscore.model.scoring.language.formats import CATEGORIES, ENGLISH, OTHER, Formats, Plurals

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


_MARKS = ("decimal", "thousands", "percent")
_NAMES = {"months": 12, "weekdays": 7}


def is_earlier(raw: Mapping[str, Any]) -> bool:
    """Whether a language file has the earlier format: names of months, and no locale."""
    return "language" not in raw and "months" in raw


def earlier_formats(raw: Mapping[str, Any]) -> Formats:
    """The formats in earlier phrases, with English for the rest and for plural forms."""
    marks = {key: _text(raw, "numbers", key) for key in _MARKS}
    names = {
        section: tuple(_text(raw, section, str(place + 1)) or getattr(ENGLISH, section)[place] for place in range(size))
        for section, size in _NAMES.items()
    }
    return replace(
        ENGLISH,
        locale="",
        decimal=ENGLISH.decimal if marks["decimal"] is None else marks["decimal"],
        group=ENGLISH.group if marks["thousands"] is None else marks["thousands"],
        share=marks["percent"] or ENGLISH.share,
        long_date=_text(raw, "time", "date") or ENGLISH.long_date,
        months=names["months"],
        months_in_dates=names["months"],
        weekdays=names["weekdays"],
    )


def upgraded(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The phrases in the current format: no marks and month names; ``NAME_one`` and ``NAME_many`` as plural forms."""
    kept = {section: own for section, own in raw.items() if section not in _NAMES}
    phrases = {section: _upgraded(own, section) if isinstance(own, Mapping) else own for section, own in kept.items()}
    return {
        "language": shipped("en")["language"],
        **phrases,
    }  # its number formats are read elsewhere; only the section must exist


_NAMES_THEN = {"decision.grade": frozenset({"cut"}), "decision.lowest_grade": frozenset({"cut"})}
"""Placeholders that phrases of earlier releases hold: they are still filled in, so that they keep their words."""


def holds_names_then(key: str, own: object, phrase: "Phrase") -> bool:
    """Whether a phrase that is unlike the English one has the placeholders that it had in an earlier release."""
    then = _NAMES_THEN.get(key)
    return then is not None and isinstance(own, str) and not flaw(own, allowed=names_in(phrase) | then, required=then)


def _upgraded(own: Mapping[str, Any], section: str) -> dict[str, Any]:
    phrases = dict(own)
    for key in ("date",) if section == "time" else _MARKS if section == "numbers" else ():
        phrases.pop(key, None)
    for name in shipped("en").get(section, {}):
        if name not in phrases and f"{name}_many" in phrases:
            several, single = phrases.pop(f"{name}_many"), phrases.pop(f"{name}_one", None)
            phrases[name] = several if single is None else {"one": single, "other": several}
    return phrases


def _text(raw: Mapping[str, Any], section: str, key: str) -> str | None:
    phrases = raw.get(section)
    text = phrases.get(key) if isinstance(phrases, Mapping) else None
    return text if isinstance(text, str) else None


Phrase = str | Mapping[str, str]
"""A text, or one for each plural form by its name in CLDR; ``by`` names the number that decides, if not ``count``."""

Language = Mapping[str, Mapping[str, Phrase]]
"""Phrases by section and name."""

OF_A_SCORING = (
    *("numbers", "time", "labels", "reasons", "events", "evidence", "bins", "warnings", "decision", "next_steps"),
    *("ask", "help", "similar", "why_not", "moved", "summary"),
)
"""The sections that answers are made of, which training keeps with the model; the others are of verbs and reports."""

BY, _COUNT = "by", "count"


SHIPPED = ("en", "de")
"""Languages that come with leadscore; another one is a file like theirs."""


@cache
def shipped(language: str) -> Language:
    """The phrases of a language that comes with leadscore, as its file holds them.

    What keys of a configuration mean in English is written where the keys are declared, so ``keys`` comes from there.
    """
    text = files("leadscore.model.scoring.language").joinpath(f"languages/{language}.toml").read_text(encoding="utf-8")
    phrases: Language = tomllib.loads(text)
    return {**phrases, "keys": COMMENTS} if language == "en" else phrases


def form_of(phrase: Phrase, values: Mapping[str, object], plurals: Plurals) -> str:
    """The text of a phrase for these values: the phrase itself, or its plural form for the number in the values.

    >>> form_of({"one": "{count} day", "other": "{count} days"}, {"count": 2}, Plurals({}))
    '{count} days'
    """
    if isinstance(phrase, str):
        return phrase
    number = values.get(phrase.get(BY, _COUNT))
    category = plurals.category(int(number)) if isinstance(number, Integral) else OTHER
    return phrase[category] if category in phrase else phrase[OTHER]


def names_in(phrase: Phrase) -> frozenset[str]:
    """The names in the braces of a phrase, in any of its forms.

    >>> sorted(names_in({"one": "a day", "other": "{count} days"}))
    ['count']
    """
    texts = (phrase,) if isinstance(phrase, str) else (text for form, text in phrase.items() if form != BY)
    return frozenset[str]().union(*map(placeholders, texts))


def unlike(own: object, english: Phrase, *, forms: Iterable[str] = (OTHER,)) -> Flaw | None:
    """Why a phrase cannot replace an English one; it must have the same placeholders, and these plural forms.

    In any form but ``other`` the number may be left out: "a day ago".
    """
    names = names_in(english)
    if not isinstance(own, Mapping):
        return flaw(own, allowed=names, required=names)
    by = own.get(BY, _COUNT)
    if by not in names:
        return f"counts by `{by}`, which is none of its placeholders", _counting(names)
    texts = {form: text for form, text in own.items() if form != BY}
    for form in (form for form in texts if form not in CATEGORIES):
        return f"has the unknown plural form `{form}`", nearest(form, CATEGORIES)
    for form in (form for form in forms if form not in texts):
        return f"lacks the plural form `{form}`", f"add a text for `{form}`"
    return next((found for form in texts if (found := _flaw_of_form(form, texts[form], names, by))), None)


def _flaw_of_form(form: str, text: Any, names: frozenset[str], by: str) -> Flaw | None:
    found = flaw(text, allowed=names, required=names if form == OTHER else names - {by})
    return None if found is None else (f"{found[0]}, in its form `{form}`", found[1])


def _counting(names: frozenset[str]) -> str:
    if not names:
        return "write one text, without plural forms"
    return f"set `{BY}` to one of {', '.join(f'`{name}`' for name in sorted(names))}"
