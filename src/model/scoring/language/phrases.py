"""Phrases: texts with names in braces, in one form or in the plural forms of their language, as a file holds them."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from numbers import Integral
from typing import Any

from leadscore.model.errors import nearest
from leadscore.model.scoring.language.plurals import CATEGORIES, OTHER, Plurals
from leadscore.model.scoring.language.templates import Flaw, flaw, placeholders

Phrase = str | Mapping[str, str]
"""A text, or one for each plural form by its name in CLDR; ``by`` names the number that decides, if not ``count``."""

Language = Mapping[str, Mapping[str, Phrase]]
"""Phrases by section and name."""

OF_A_SCORING = (
    *("numbers", "time", "labels", "reasons", "events", "evidence", "bins", "warnings", "decision", "next_steps"),
    *("ask", "help", "similar", "why_not", "moved"),
)
"""The sections that answers are made of, which training keeps with the model; the others are of verbs and reports."""

BY, _COUNT = "by", "count"


@cache
def shipped(language: str) -> Language:
    """The phrases of a language that comes with leadscore, as its file holds them."""
    text = files("leadscore.model.scoring.language").joinpath(f"languages/{language}.toml").read_text(encoding="utf-8")
    phrases: Language = tomllib.loads(text)
    return phrases


def form_of(phrase: Phrase, values: Mapping[str, object], plurals: Plurals) -> str:
    """The text of a phrase that fits these values: its own, or the one in the plural form of the number that decides.

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
    """Why a phrase cannot stand for an English one: it must hold the same names, and texts for these plural forms.

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
