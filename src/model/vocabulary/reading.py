"""Reading the word lists, one TOML file per language, strictly: what could never match a name is refused."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, reduce
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from leadscore.model.errors import ConfigError, nearest
from leadscore.model.vocabulary.lexicon import Lexicon, words_of
from leadscore.model.vocabulary.vocabulary import (
    CellWords,
    ColumnNames,
    EventNames,
    MonthNames,
    OutcomeValues,
    Vocabulary,
)

FOLDER: Traversable = files("leadscore.model.vocabulary")
"""Where the word lists that come with leadscore are."""

_FIRST = "en.toml"
_KINDS = "event_kinds"
_SECTIONS: Mapping[str, type] = {
    "columns": ColumnNames,
    "outcomes": OutcomeValues,
    "events": EventNames,
    "cells": CellWords,
    "months": MonthNames,
}


@cache
def vocabulary() -> Vocabulary:
    """The words of every language that comes with leadscore."""
    return read_vocabulary(FOLDER)


def read_vocabulary(folder: Traversable) -> Vocabulary:
    """The words of every TOML file of a folder: ``en.toml`` first, the others by their names.

    Raises:
        ConfigError: A file is not TOML, a section, meaning or key is unknown, a text is not written as texts are
            compared, or a name means two kinds of events.
    """
    found = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    languages = [_read(file) for file in sorted(found, key=lambda file: (file.name != _FIRST, file.name))]
    return Vocabulary(
        columns=ColumnNames(**_lexicons(languages, "columns")),
        outcomes=OutcomeValues(**_lexicons(languages, "outcomes")),
        events=EventNames(**_lexicons(languages, "events")),
        event_kinds=MappingProxyType(_event_kinds(languages)),
        cells=CellWords(**_texts(languages, "cells", _TEXT)),
        months=MonthNames(**_texts(languages, "months", _WORD)),
    )


@dataclass(frozen=True)
class _Form:
    """How a text must be written to be comparable with the names in a file."""

    name: str
    fits: Callable[[str], bool]


_WORD = _Form("one word in lower case", lambda text: words_of(text) == (text,))
_WORDS = _Form(
    "words in lower case, joined by underscores", lambda text: text != "" and "_".join(words_of(text)) == text
)
_EVENT = _Form(_WORDS.name, lambda text: re.fullmatch(r"[^\W_]+(_[^\W_]+)*", text) is not None and text == text.lower())
_TEXT = _Form(
    "a text in lower case, without spaces around it", lambda text: text != "" and text == text.strip().lower()
)

_FORMS = {
    "words": _WORD,
    "last_words": _WORD,
    "endings": _WORD,
    "beginnings": _WORD,
    "phrases": _WORDS,
    "parts": _TEXT,
    "never": _WORD,
}


@dataclass(frozen=True)
class _Language:
    """One file, and its entries by the path of their keys."""

    file: str
    raw: Mapping[str, object]

    def table(self, *path: str) -> Mapping[str, object]:
        """The table there; empty where there is none."""
        found: object = self.table(*path[:-1]).get(path[-1], {}) if path else self.raw
        if not isinstance(found, Mapping):
            raise self.malformed(path, "is not a table", f"begin it with [{'.'.join(path)}]")
        return found

    def texts(self, form: _Form, *path: str) -> tuple[str, ...]:
        """The list of texts there; empty where there is none."""
        return self._checked(self.table(*path[:-1]).get(path[-1], []), form, path)

    def names(self, *path: str) -> tuple[tuple[str, ...], ...]:
        """The lists of names there, the surest first."""
        lists = self.table(*path).get("names", [])
        if not isinstance(lists, list):
            raise self.malformed((*path, "names"), "is not a list of lists", "write it as [[...], [...]]")
        return tuple(self._checked(names, _WORDS, (*path, "names")) for names in lists)

    def refuse_unknown(self, known: Collection[str], *path: str) -> None:
        """Refuse a table with a key that nothing is known of."""
        for key in (key for key in self.table(*path) if key not in known):
            raise self.malformed((*path, key), "is not known", nearest(key, known))

    def malformed(self, path: Sequence[str], what: str, remedy: str) -> ConfigError:
        """An error about the entry there."""
        return ConfigError(f"The word list: `{'.'.join(path)}` {what}", where=self.file, remedy=remedy)

    def _checked(self, texts: object, form: _Form, path: Sequence[str]) -> tuple[str, ...]:
        if not isinstance(texts, list):
            raise self.malformed(path, "is not a list of texts", 'write it as ["...", "..."]')
        for text in texts:
            if not isinstance(text, str) or not form.fits(text):
                raise self.malformed(path, f"holds {text!r}, which can never match", f"write {form.name}")
        return tuple(texts)


def _read(file: Traversable) -> _Language:
    try:
        language = _Language(file.name, tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The word list is not valid TOML: {error}", where=file.name, remedy="mend that line"
        ) from error
    language.refuse_unknown([*_SECTIONS, _KINDS])
    for section, kind in _SECTIONS.items():
        language.refuse_unknown(_names_of_fields(kind), section)
    return language


def _names_of_fields(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _lexicons(languages: Sequence[_Language], section: str) -> dict[str, Lexicon]:
    return {
        meaning: reduce(Lexicon.joined, (_lexicon(language, section, meaning) for language in languages), Lexicon())
        for meaning in _names_of_fields(_SECTIONS[section])
    }


def _lexicon(language: _Language, *path: str) -> Lexicon:
    language.refuse_unknown(_names_of_fields(Lexicon), *path)
    lists = {key: language.texts(form, *path, key) for key, form in _FORMS.items()}
    return Lexicon(language.names(*path), **lists)


def _event_kinds(languages: Sequence[_Language]) -> dict[str, str]:
    """The kind that each name means; the kinds are those of the first file."""
    kinds: dict[str, str] = {}
    for language in languages:
        if kinds:
            language.refuse_unknown(kinds.values(), _KINDS)
        for kind in language.table(_KINDS):
            for name in (kind, *language.texts(_EVENT, _KINDS, kind)):
                if kinds.setdefault(name, kind) != kind:
                    raise language.malformed((_KINDS, kind), f"holds `{name}`, a `{kinds[name]}`", "keep it in one")
    return kinds


def _texts(languages: Sequence[_Language], section: str, form: _Form) -> dict[str, tuple[str, ...]]:
    """The texts of every language by key, each once."""
    return {
        key: tuple(dict.fromkeys(text for language in languages for text in language.texts(form, section, key)))
        for key in _names_of_fields(_SECTIONS[section])
    }
