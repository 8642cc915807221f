"""Language files and bundles of the release before: names of months and marks spelled out, `_one` and `_many`."""

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_bundle import tiny_spec

from leadscore.model.scoring.language import ENGLISH, Wording, english, shipped, wording_in, wording_of
from leadscore.model.scoring.language.phrases import OF_A_SCORING

MARKS = {"thousands": "’", "decimal": ",", "percent": "{value} %"}
MONTHS = {str(number): f"M{number}" for number in range(1, 13)}
WEEKDAYS = {str(number): f"D{number}" for number in range(1, 8)}
TIME = {"days_one": "{count} jour", "days_many": "{count} jours", "times_many": "{count} fois", "date": "{day}/{month}"}


def earlier() -> dict[str, dict[str, str]]:
    """Phrases in the shape of before, in English but for a few."""
    sections: dict[str, dict[str, str]] = {}
    for section in OF_A_SCORING:
        phrases = sections[section] = {}
        for name, text in shipped("en")[section].items():
            if isinstance(text, str):
                phrases[name] = text
            elif "by" in text:  # plural forms by another number than the count came later
                phrases[name] = text["other"]
            else:
                phrases |= {f"{name}_one": text["one"], f"{name}_many": text["other"]}
    sections["time"].pop("times")
    sections["time"] |= TIME
    return sections | {"numbers": sections["numbers"] | MARKS, "months": MONTHS, "weekdays": WEEKDAYS}


def _speaks_as_before(wording: Wording) -> None:
    assert [wording.say("time.days", count=n) for n in (1, 2, 1200)] == ["1 jour", "2 jours", "1’200 jours"]
    assert [wording.times(n) for n in (2, 3)] == ["twice", "3 fois"]
    assert (wording.share(0.314), wording.share(0.0042), wording.formats.date(0)) == ("31 %", "0,4 %", "1/M1")
    assert (wording.formats.months[11], wording.formats.weekdays[6]) == ("M12", "D7")
    assert wording.say("bins.age_below", count=1) == english().say("bins.age_below", count=1)
    assert wording.say("reasons.missing", label="Budget") == "Budget is not known"


def test_a_bundle_of_before_goes_on_speaking_with_its_own_marks() -> None:
    wording = wording_of(replace(tiny_spec(), wording=earlier()))
    _speaks_as_before(wording)
    assert set(wording.phrases) == set(OF_A_SCORING)


def test_a_language_file_of_before_is_still_read(tmp_path: Path) -> None:
    lines = [
        line
        for section, phrases in earlier().items()
        for line in (f"[{section}]", *(f"{name} = '''{text}'''" for name, text in phrases.items()))
    ]
    (tmp_path / "fr.toml").write_text("\n".join(lines), encoding="utf-8")
    _speaks_as_before(wording_in("fr.toml", tmp_path))


@pytest.mark.parametrize("wording", [{"months": {}}, {"months": {"1": 7}, "numbers": {"decimal": 1}}, {"numbers": []}])
def test_marks_that_a_bundle_of_before_lacks_are_english(wording: dict[str, object]) -> None:
    formats = wording_of(replace(tiny_spec(), wording=wording)).formats
    assert formats == replace(ENGLISH, locale="")
