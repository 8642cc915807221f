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
    is_earlier,
    shipped,
    unlike,
    upgraded,
)
from leadscore.model.scoring.language.wording import Wording, english

_NEEDED = ("language", *OF_A_SCORING)

_Trouble = tuple[str, str, str]
"""Section or key, what is wrong with it, and what to do about it."""


def wording_from(config: Config) -> Wording:
    """The wording of the language that a configuration names.

    Raises:
        ConfigError: As for ``wording_in``.
    """
    return wording_in(config.wording.language, config.folder)


def wording_in(language: str, folder: Path = Path()) -> Wording:
    """The wording of a shipped language, or of a complete language file.

    Args:
        language: ``en``, ``de``, or a path.
        folder: Where a relative path starts.

    Raises:
        ConfigError: There is no such file, it is not TOML, its locale is unknown, or a section, a key, a placeholder or
            a plural form is unknown or missing.
    """
    if language == "en":
        return english()
    if language in SHIPPED:
        return Wording(shipped(language), compiled(str(shipped(language)["language"]["locale"])))
    path = folder / language
    raw = _read(path, language)
    formats = _formats(raw)
    phrases = upgraded(raw) if is_earlier(raw) else raw
    for place, what, remedy in troubles(phrases, formats.plurals.needed):
        raise ConfigError(f"The language file: `{place}` {what}", where=f"{path}, `{place}`", remedy=remedy)
    return Wording({**shipped("en"), **phrases}, formats)


def _formats(raw: Mapping[str, Any]) -> Formats:
    if is_earlier(raw):
        return earlier_formats(raw)
    named = raw.get("language")
    locale = named.get("locale") if isinstance(named, Mapping) else None
    return compiled(locale) if isinstance(locale, str) else ENGLISH  # `troubles` reports it


def troubles(raw: Mapping[str, Any], forms: Iterable[str]) -> Iterator[_Trouble]:
    """All errors of a language file, section by section.

    The sections for commands and reports may be missing as a whole; they are in English then.

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
        elif section in raw or section in _NEEDED:
            yield section, "is missing, or no section", f"begin it with [{section}], as the English file does"


def _in_section(
    section: str, own: Mapping[str, Any], phrases: Mapping[str, Phrase], forms: tuple[str, ...]
) -> Iterator[_Trouble]:
    for name in (name for name in own if name not in phrases):
        yield f"{section}.{name}", "is an unknown key", nearest(name, phrases)
    for name, phrase in phrases.items():
        if name not in own:
            yield f"{section}.{name}", "is missing", f"add it; in English it is {_quoted(phrase)}"
        elif found := unlike(own[name], phrase, forms=forms):
            yield f"{section}.{name}", *found


def _quoted(phrase: Phrase) -> str:
    return (
        f'"{phrase}"' if isinstance(phrase, str) else ", ".join(f'{form} = "{text}"' for form, text in phrase.items())
    )


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
