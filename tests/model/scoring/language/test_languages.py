"""A language file says all that the English one says, or it is refused by name, key and placeholder."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from leadscore.model.config import parse_config
from leadscore.model.errors import ConfigError
from leadscore.model.scoring.language import SHIPPED, shipped, wording_from, wording_in
from leadscore.model.scoring.language.languages import troubles
from leadscore.model.scoring.language.phrases import Language

SAME_IN_GERMAN: set[str] = {"report.python."}
"""Texts that German writes exactly as English does, by section, name and plural form."""

ENGLISH = Path(__file__).parents[4] / "src/model/scoring/language/languages/en.toml"


def written(folder: Path, old: str = "", new: str = "") -> str:
    """A copy of the English file, with one text in it replaced."""
    text = ENGLISH.read_text(encoding="utf-8")
    assert old in text
    (folder / "fr.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return "fr.toml"


@pytest.mark.parametrize("language", SHIPPED)
def test_a_shipped_language_says_all_that_english_says(language: str, tmp_path: Path) -> None:
    wording = wording_in(language, tmp_path)
    assert list(troubles(shipped(language), wording.formats.plurals.needed)) == []
    assert wording.phrases == shipped(language)


def test_german_is_german() -> None:
    german = dict(_texts(shipped("de")))
    same = {key for key, text in _texts(shipped("en")) if german.get(key) == text}
    words = {key for key in same if re.search(r"[a-z]", re.sub(r"{\w+}", "", german[key]), re.IGNORECASE)}
    assert words == SAME_IN_GERMAN


def _texts(language: Language) -> Iterator[tuple[str, str]]:
    for section, phrases in language.items():
        for name, phrase in phrases.items():
            forms = {"": phrase} if isinstance(phrase, str) else phrase
            yield from ((f"{section}.{name}.{form}", text) for form, text in forms.items() if form != "by")


def test_another_language_is_a_file_beside_the_configuration(tmp_path: Path) -> None:
    name = written(tmp_path, "{label} is not known", "{label} n'est pas connu")
    raw = {"leads": {"path": "leads.csv", "target": "won", "positive": ["1"]}, "wording": {"language": name}}
    config = parse_config(raw, folder=tmp_path)
    expected: dict[str, Any] = {section: dict(texts) for section, texts in shipped("en").items()}
    expected["reasons"]["missing"] = "{label} n'est pas connu"
    assert wording_from(config) == wording_in(str(tmp_path / name), Path("elsewhere"))
    assert wording_from(config).phrases == expected


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    (tmp_path / "windows.toml").write_text(text, encoding="utf-8-sig", newline="\r\n")
    assert wording_in("windows.toml", tmp_path) == wording_in("en")


REFUSED = {
    "an unknown section": ("[labels]\n", "[label]\n", "`label` is an unknown section", "did you mean `labels`?"),
    "an unknown key": ("\nmissing = ", "\nmising = ", "`reasons.mising` is an unknown key", "did you mean `missing`?"),
    "no locale": (
        'locale = "en-GB"\n',
        "",
        "`language.locale` is missing",
        'add it; in English it is "en-GB"',
    ),
    "a missing placeholder": (
        '"{label} is not known"',
        '"unknown"',
        "`reasons.missing` lacks the placeholder `{label}`",
        "put `{label}` where it belongs",
    ),
    "an unknown placeholder": (
        '"{label} is not known"',
        '"{lable} is not known"',
        "`reasons.missing` holds the unknown placeholder `{lable}`",
        "did you mean `label`?",
    ),
    "a reach into what is not meant": (
        '"{label} is not known"',
        '"{label.__class__} is not known"',
        "`reasons.missing` holds `{label.__class__}`, which is not a plain name",
        "put in braces nothing but `{label}`",
    ),
    "braces that do not match": (
        '"{label} is not known"',
        '"{label is not known"',
        "`reasons.missing` has braces that do not match",
        "put in braces nothing but `{label}`",
    ),
    "no text": ('"today"', "0", "`time.today` is not a text", "put it in quotation marks"),
    "a plural form that is missing": (
        '{ one = "{count} day", other = "{count} days" }',
        '{ other = "{count} days" }',
        "`time.days` lacks the plural form `one`",
        "add a text for `one`",
    ),
    "a plural form that is unknown": (
        '{ one = "{count} day", other',
        '{ one = "a", ohter = "{count}", other',
        "`time.days` has the unknown plural form `ohter`",
        "did you mean `other`?",
    ),
    "a plural form without its placeholder": (
        'other = "{count} days" }',
        'other = "days" }',
        "`time.days` lacks the placeholder `{count}`, in its form `other`",
        "put `{count}` where it belongs",
    ),
    "plural forms of something that is not counted": (
        '"{label} is not known"',
        '{ one = "{label}", other = "{label}" }',
        "`reasons.missing` counts by `count`, which is none of its placeholders",
        "set `by` to one of `label`",
    ),
    "an empty text": ('"today"', '""', "`time.today` is empty", "write what people should read"),
}


@pytest.mark.parametrize(("old", "new", "what", "remedy"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_says_less_or_more_is_refused(old: str, new: str, what: str, remedy: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="The language file: ") as refused:
        wording_in(written(tmp_path, old, new), tmp_path)
    place = what.split("`")[1]
    assert refused.value.what == f"The language file: {what}"
    assert (refused.value.where, refused.value.remedy) == (f"{tmp_path / 'fr.toml'}, `{place}`", remedy)


@pytest.mark.parametrize("value", [1, "text", ["a", "b"]])
def test_a_section_that_is_no_section_is_refused(value: object) -> None:
    raw: Mapping[str, Any] = {**shipped("en"), "labels": value}
    assert list(troubles(raw, ())) == [
        ("labels", "is missing, or no section", "begin it with [labels], as the English file does")
    ]


def test_every_trouble_is_found_in_the_order_of_the_file() -> None:
    raw = {"reasons": {"missing": 1}, "time": {"today": ""}, "oddities": {}}
    assert [place for place, _, _ in troubles(raw, ())] == ["oddities", "language", "time.today", "reasons.missing"]


def test_english_stands_in_for_what_a_file_lacks_and_it_is_named(tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    summary = text[text.index("[summary]") : text.index("[", text.index("[summary]") + 1)]
    without = text.replace('missing = "{label} is not known"\n', "").replace(summary, "")
    (tmp_path / "fr.toml").write_text(without, encoding="utf-8")
    wording = wording_in("fr.toml", tmp_path)
    assert wording.phrases == shipped("en")
    assert wording.lacking == ("reasons.missing", *(f"summary.{name}" for name in shipped("en")["summary"]))


OF_BEFORE = """
[language]
locale = "fr"
[reasons]
missing = "{label} n'est pas connu"
[evidence]
together = "Cela va avec d'autres faits"
[help]
column = "{label} : {value}"
[decision]
grade = "Note {grade} : {score}, dès {cut}"
"""


def test_a_file_of_an_earlier_release_is_read(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_text(OF_BEFORE, encoding="utf-8")
    wording = wording_in("fr.toml", tmp_path)
    assert wording.say("reasons.missing", label="Budget") == "Budget n'est pas connu"
    assert wording.say("decision.grade", grade="A", score=71, cut=70, better="A", start=70) == "Note A : 71, dès 70"
    assert wording.phrase("help.sales") == shipped("en")["help"]["sales"]
    assert "help.sales" in wording.lacking
    assert not any("together" in section for section in wording.phrases.values())


def test_sections_of_verbs_and_reports_that_a_file_lacks_are_said_in_english(tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    (tmp_path / "fr.toml").write_text(text[: text.index("[counts]")], encoding="utf-8")
    assert wording_in("fr.toml", tmp_path).phrases == shipped("en")


def test_a_language_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no language `fr`, nor a file") as refused:
        wording_in("fr", tmp_path)
    assert refused.value.where == str(tmp_path / "fr")
    assert refused.value.remedy == "set `wording.language` to en or de, or to a file like theirs"


def test_a_folder_is_no_language(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="The language file cannot be read"):
        wording_in(".", tmp_path)


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_text("today = ", encoding="utf-8")
    with pytest.raises(ConfigError, match="The language file is not valid TOML: "):
        wording_in("fr.toml", tmp_path)


def test_a_file_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "de2.toml").write_bytes('[numbers]\n"ä" = "1"\n'.encode("latin-1"))
    with pytest.raises(ConfigError, match="The language file is not UTF-8 text") as refused:
        wording_in("de2.toml", tmp_path)
    assert "UTF-8" in str(refused.value.remedy)


def test_a_locale_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no locale `xx-Nowhere`") as refused:
        wording_in(written(tmp_path, '"en-GB"', '"xx-Nowhere"'), tmp_path)
    assert "`pt-BR`" in str(refused.value.remedy)
