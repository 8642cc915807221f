"""A third language, with three plural forms: Polish numbers and plurals over otherwise English texts."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_bundle import tiny_spec

from leadscore.model.errors import ConfigError
from leadscore.model.scoring.language import Phrase, Wording, shipped, wording_in, wording_of

POLISH: Mapping[str, Mapping[str, Phrase]] = {
    "language": {"locale": "pl"},
    "time": {
        "days": {"one": "{count} dzień", "few": "{count} dni", "many": "{count} dni", "other": "{count} dnia"},
        "times": {"one": "raz", "few": "{count} razy", "many": "{count} razy", "other": "{count} raza"},
    },
    "events": {
        "webinar_many": {
            "one": "Był na jednym webinarze, ostatnio {ago}",
            "few": "Był na {count} webinary, ostatnio {ago}",
            "many": "Był na {count} webinarów, ostatnio {ago}",
            "other": "Był na {count} webinaru, ostatnio {ago}",
        }
    },
    "evidence": {
        "rate": {
            "by": "leads",
            "one": "{sentence}: {rate}, {leads} kontakt, {typical}.",
            "few": "{sentence}: {rate}, {leads} kontakty, {typical}.",
            "many": "{sentence}: {rate}, {leads} kontaktów, {typical}.",
            "other": "{sentence}: {rate}, {leads} kontaktu, {typical}.",
        }
    },
}


def _toml(text: Phrase) -> str:
    if isinstance(text, str):
        return json.dumps(text, ensure_ascii=False)
    forms = {"few": text["other"], "many": text["other"], **text}
    return "{ " + ", ".join(f"{form} = {json.dumps(each, ensure_ascii=False)}" for form, each in forms.items()) + " }"


@pytest.fixture
def polish(tmp_path: Path) -> Wording:
    """The language as it is read from a file outside the package."""
    sections = [
        f"[{section}]\n"
        + "\n".join(f"{name} = {_toml(POLISH.get(section, {}).get(name, text))}" for name, text in phrases.items())
        for section, phrases in shipped("en").items()
    ]
    (tmp_path / "pl.toml").write_text("\n\n".join(sections), encoding="utf-8")
    return wording_in("pl.toml", tmp_path)


@pytest.mark.parametrize(
    ("number", "days", "times", "leads"),
    [
        (1, "1 dzień", "raz", "1 kontakt"),
        (2, "2 dni", "twice", "2 kontakty"),
        (5, "5 dni", "5 razy", "5 kontaktów"),
        (12, "12 dni", "12 razy", "12 kontaktów"),
        (22, "22 dni", "22 razy", "22 kontakty"),
        (25, "25 dni", "25 razy", "25 kontaktów"),
        (1_000_000, "1\u00a0000\u00a0000 dni", "1\u00a0000\u00a0000 razy", "1\u00a0000\u00a0000 kontaktów"),
    ],
)
def test_a_number_chooses_among_three_forms(polish: Wording, number: int, days: str, times: str, leads: str) -> None:
    assert (polish.say("time.days", count=number), polish.times(number)) == (days, times)
    told = polish.say(
        "evidence.rate", sentence="Tak", rate=polish.share(0.314), leads=number, typical=polish.share(0.1)
    )
    assert told == f"Tak: 31%, {leads}, 10%."


def test_the_number_may_be_left_out_of_a_form(polish: Wording) -> None:
    assert polish.say("events.webinar_many", count=1, ago="wczoraj") == "Był na jednym webinarze, ostatnio wczoraj"
    assert polish.say("events.webinar_many", count=25, ago="wczoraj") == "Był na 25 webinarów, ostatnio wczoraj"


def test_dates_and_decimals_are_polish_and_other_texts_english(polish: Wording) -> None:
    assert (polish.formats.date(0), polish.formats.number(-2.5, 1)) == ("1 stycznia 1970", "−2,5")
    assert (polish.formats.months[0], polish.say("time.today")) == ("styczeń", "today")


def test_a_model_keeps_it_and_answers_without_the_file(polish: Wording) -> None:
    kept = wording_of(replace(tiny_spec(), wording=json.loads(json.dumps(polish.kept()))))
    assert [kept.say("time.days", count=n) for n in (1, 22, 25)] == ["1 dzień", "22 dni", "25 dni"]
    assert kept.formats == polish.formats


def test_a_file_that_lacks_one_of_the_forms_is_refused(tmp_path: Path) -> None:
    english = Path(__file__).parents[4] / "src/model/scoring/language/languages/en.toml"
    (tmp_path / "pl.toml").write_text(english.read_text(encoding="utf-8").replace('"en-GB"', '"pl"'), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"`time\.days` lacks the plural form `few`"):
        wording_in("pl.toml", tmp_path)
