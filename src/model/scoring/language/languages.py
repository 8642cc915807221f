"""Languages: one file of phrases each, two of them shipped, and another one checked against the English."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from leadscore.model.config import Config
from leadscore.model.errors import ConfigError, nearest
from leadscore.model.scoring.language.templates import flaw, placeholders

SHIPPED = ("en", "de")
"""Languages that come with leadscore; another one is a file like theirs."""

Language = dict[str, dict[str, str]]
"""Phrases by section and name, as a language file holds them."""

_Trouble = tuple[str, str, str]
"""Section or key, what is wrong with it, and what to do about it."""


@cache
def shipped(language: str) -> Mapping[str, Any]:
    """The phrases of a language that comes with leadscore, as its file holds them."""
    text = files("leadscore.model.scoring.language").joinpath(f"languages/{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def wording_from(config: Config) -> Language:
    """The phrases of the language that a configuration names.

    Raises:
        ConfigError: As for ``read_language``.
    """
    return read_language(config.wording.language, config.folder)


def read_language(language: str, folder: Path) -> Language:
    """The phrases of a shipped language, or of a file that says all that the English one says.

    Args:
        language: ``en``, ``de``, or a path.
        folder: Where a relative path starts.

    Raises:
        ConfigError: There is no such file, it is not TOML, or a section, a key or a placeholder is unknown or missing.
    """
    if language in SHIPPED:
        return {section: dict(phrases) for section, phrases in shipped(language).items()}
    path = folder / language
    raw = _read(path, language)
    for place, what, remedy in troubles(raw):
        raise ConfigError(f"The language file: `{place}` {what}", where=f"{path}, `{place}`", remedy=remedy)
    return raw


def troubles(raw: Mapping[str, Any]) -> Iterator[_Trouble]:
    """Everything that keeps these phrases from being used, section by section."""
    english = shipped("en")
    for section in (name for name in raw if name not in english):
        yield section, "is an unknown section", nearest(section, english)
    for section, phrases in english.items():
        own = raw.get(section)
        if not isinstance(own, Mapping):
            yield section, "is missing, or no section", f"begin it with [{section}], as the English file does"
        else:
            yield from _in_section(section, own, phrases)


def _in_section(section: str, own: Mapping[str, Any], english: Mapping[str, str]) -> Iterator[_Trouble]:
    for name in (name for name in own if name not in english):
        yield f"{section}.{name}", "is an unknown key", nearest(name, english)
    for name, phrase in english.items():
        if name not in own:
            yield f"{section}.{name}", "is missing", f'add it; in English it is "{phrase}"'
        elif found := unlike(own[name], phrase):
            yield f"{section}.{name}", *found


def unlike(own: object, english: str) -> tuple[str, str] | None:
    """Why a phrase cannot stand for an English one: it must be a text with the same placeholders."""
    names = placeholders(english)
    return flaw(own, allowed=names, required=names)


def _read(path: Path, language: str) -> Language:
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
