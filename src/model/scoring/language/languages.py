"""Reads language files: the two shipped ones, and an own one, which is checked against the English."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from leadscore.model.config import Config
from leadscore.model.errors import ConfigError, nearest
from leadscore.model.scoring.language.compiling import compiled
from leadscore.model.scoring.language.formats import ENGLISH, Formats
from leadscore.model.scoring.language.phrases import (
    OF_A_SCORING,
    SHIPPED,
    Phrase,
    earlier_formats,
    holds_names_then,
    is_earlier,
    shipped,
    unlike,
    upgraded,
)
from leadscore.model.scoring.language.wording import Wording, english

_FIRST = "language"
"""The section that says which locale a file follows."""

_Trouble = tuple[str, str, str]
"""Section or key, what is wrong with it, and what to do about it."""


def wording_from(config: Config) -> Wording:
    """The wording of the language that a configuration names.

    Raises:
        ConfigError: As for ``wording_in``.
    """
    return wording_in(config.wording.language, config.folder)


def wording_in(language: str, folder: Path = Path()) -> Wording:
    """The wording of a shipped language, or of a language file of one's own.

    For phrases that such a file lacks, as one that was complete in an earlier release does, the English ones stand in;
    ``lacking`` names them.

    Args:
        language: ``en``, ``de``, or a path.
        folder: Where a relative path starts.

    Raises:
        ConfigError: There is no such file, it is not TOML, its locale is unknown or missing, a section or a key is
            unknown, or in a phrase a placeholder or a plural form is unknown or missing.
    """
    if language == "en":
        return english()
    if language in SHIPPED:
        return Wording(shipped(language), compiled(str(shipped(language)["language"]["locale"])))
    path = folder / language
    raw = _read(path, language)
    formats = _formats(raw)
    phrases = _without_retired(upgraded(raw) if is_earlier(raw) else raw)
    for place, what, remedy in troubles(phrases, formats.plurals.needed):
        raise ConfigError(f"The language file: `{place}` {what}", where=f"{path}, `{place}`", remedy=remedy)
    merged = {section: {**texts, **phrases.get(section, {})} for section, texts in shipped("en").items()}
    return Wording(merged, formats, tuple(lacking(phrases)))


_RETIRED = {
    "counts": frozenset({"failure", "more_sign", "recent_lead"}),
    "evidence": frozenset({"together"}),
    "help": frozenset({"column", "event", "points", "points_many", "points_one", "text"}),
    "scorings": frozenset({"axes", "lead", "lead_who"}),
    "similar": frozenset({"days_many", "days_one"}),
    "why_not": frozenset({"changes", "opening", "opening_later"}),
}
"""Keys by section that files of earlier releases hold, and that nothing says any more."""


def _without_retired(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {
        section: {name: text for name, text in own.items() if name not in _RETIRED.get(section, ())}
        if isinstance(own, Mapping)
        else own
        for section, own in raw.items()
    }


def _formats(raw: Mapping[str, Any]) -> Formats:
    if is_earlier(raw):
        return earlier_formats(raw)
    named = raw.get("language")
    locale = named.get("locale") if isinstance(named, Mapping) else None
    return compiled(locale) if isinstance(locale, str) else ENGLISH  # `troubles` reports it


def troubles(raw: Mapping[str, Any], forms: Iterable[str]) -> Iterator[_Trouble]:
    """All errors of a language file, section by section; what is missing is none, but for the section that begins it.

    Args:
        raw: The phrases, as a file holds them.
        forms: The plural forms that the language needs.
    """
    english_phrases = shipped("en")
    for section in (name for name in raw if name not in english_phrases):
        yield section, "is an unknown section", nearest(section, english_phrases)
    for section, phrases in english_phrases.items():
        own = raw.get(section)
        if isinstance(own, Mapping):
            yield from _in_section(section, own, phrases, tuple(forms))
        elif section in raw or section == _FIRST:
            yield section, "is missing, or no section", f"begin it with [{section}], as the English file does"


def lacking(raw: Mapping[str, Any]) -> Iterator[str]:
    """The phrases that a language file lacks, as ``section.name``.

    The sections for commands and reports may be missing as a whole: whoever leaves them out wants them in English.
    """
    for section, phrases in shipped("en").items():
        if section in raw or section in OF_A_SCORING:
            yield from (f"{section}.{name}" for name in phrases if name not in raw.get(section, {}))


def _in_section(
    section: str, own: Mapping[str, Any], phrases: Mapping[str, Phrase], forms: tuple[str, ...]
) -> Iterator[_Trouble]:
    for name in (name for name in own if name not in phrases):
        yield f"{section}.{name}", "is an unknown key", nearest(name, phrases)
    for name, phrase in phrases.items():
        if name in own and (found := unlike(own[name], phrase, forms=forms)):
            if not holds_names_then(f"{section}.{name}", own[name], phrase):
                yield f"{section}.{name}", *found
        elif name not in own and section == _FIRST:
            yield f"{section}.{name}", "is missing", f'add it; in English it is "{phrase}"'


def _read(path: Path, language: str) -> dict[str, Any]:
    remedy = f"set `wording.language` to {' or '.join(SHIPPED)}, or to a file like theirs"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(f"There is no language `{language}`, nor a file", where=str(path), remedy=remedy) from error
    except OSError as error:
        raise ConfigError("The language file cannot be read", where=str(path), remedy=remedy) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "The language file is not UTF-8 text", where=str(path), remedy="save it as UTF-8 in a text editor"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"The language file is not valid TOML: {error}", where=str(path), remedy="mend that line"
        ) from error
