"""Language files and bundles of earlier releases: their phrases and marks, in the shape of today's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from leadscore.model.scoring.language.formats import ENGLISH, Formats
from leadscore.model.scoring.language.phrases import shipped

_MARKS = ("decimal", "thousands", "percent")
_NAMES = {"months": 12, "weekdays": 7}


def is_earlier(raw: Mapping[str, Any]) -> bool:
    """Whether a language file is of the shape of before: names of months, and no locale."""
    return "language" not in raw and "months" in raw


def earlier_formats(raw: Mapping[str, Any]) -> Formats:
    """The formats that earlier phrases spell out; English for what they do not, and its plural forms."""
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
    """The same phrases without marks and names of months, ``NAME_one`` and ``NAME_many`` as plural forms of one."""
    kept = {section: own for section, own in raw.items() if section not in _NAMES}
    phrases = {section: _upgraded(own, section) if isinstance(own, Mapping) else own for section, own in kept.items()}
    return {"language": shipped("en")["language"], **phrases}  # its marks are its own; only the section must be there


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
