"""How a language writes numbers, shares, dates and spans of time, and what is said where a bundle lacks a phrase."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_bundle import tiny_spec

from leadscore.model.scoring.language import ENGLISH, Wording, english, shipped, wording_in, wording_of
from leadscore.model.scoring.language.phrases import OF_A_SCORING
from leadscore.model.timestamps import moment

few = settings(max_examples=50, deadline=None, derandomize=True, database=None)
GERMAN = wording_in("de")
BY_LANGUAGE = pytest.mark.parametrize("wording", [english(), GERMAN], ids=["en", "de"])


@pytest.mark.parametrize(
    ("value", "in_english", "in_german"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (7.0, "7", "7"),
        (2019.0, "2019", "2019"),
        (9999.4, "9999", "9999"),
        (10_000.0, "10,000", "10.000"),
        (1234567.8, "1,234,568", "1.234.568"),
        (-12345.0, "−12,345", "−12.345"),
        (0.123456, "0.1235", "0,1235"),
        (-2.5, "−2.5", "−2,5"),
        (999.96, "1000", "1000"),
        (1e300, "1e+300", "1e+300"),
        (1.234e300, "1.234e+300", "1,234e+300"),
        (1.5e-7, "1.5e-07", "1,5e-07"),
    ],
)
def test_numbers_are_written_as_the_language_does(value: float, in_english: str, in_german: str) -> None:
    assert (english().formats.amount(value), GERMAN.formats.amount(value)) == (in_english, in_german)


@few
@given(st.floats(-1e14, 1e14))
def test_a_number_as_it_is_read_is_the_number_to_four_digits(value: float) -> None:
    text = english().formats.amount(value)
    read = float(text.replace(",", "").replace("−", "-"))
    assert read == pytest.approx(value, rel=5e-4, abs=1e-300)
    assert float(GERMAN.formats.amount(value).replace(".", "").replace(",", ".").replace("−", "-")) == read


@pytest.mark.parametrize(
    ("number", "in_english", "in_german"), [(0, "0", "0"), (999, "999", "999"), (1200, "1,200", "1.200")]
)
def test_counts_have_marks_between_thousands(number: int, in_english: str, in_german: str) -> None:
    assert (english().formats.count(number), GERMAN.formats.count(number)) == (in_english, in_german)


@pytest.mark.parametrize(
    ("rate", "in_english", "in_german"),
    [
        (0.314, "31%", "31 %"),
        (0.0, "0%", "0 %"),
        (1.0, "100%", "100 %"),
        (0.01, "1%", "1 %"),
        (0.0096, "1%", "1 %"),
        (0.0042, "0.4%", "0,4 %"),
        (0.0004, "under 0.1%", "unter 0,1 %"),
        (0.99, "99%", "99 %"),
        (0.994, "99.4%", "99,4 %"),
        (0.99999, "over 99.9%", "über 99,9 %"),
    ],
)
def test_shares_are_whole_but_at_the_ends(rate: float, in_english: str, in_german: str) -> None:
    assert (english().share(rate), GERMAN.share(rate)) == (in_english, in_german)


@few
@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_only_what_never_or_always_happens_reads_so(rate: float) -> None:
    assert english().share(rate) not in ("0%", "100%", "0.0%", "100.0%")


@pytest.mark.parametrize(
    ("days", "in_english", "in_german"), [(1, "1 day", "1 Tag"), (3, "3 days", "3 Tage"), (0, "0 days", "0 Tage")]
)
def test_spans_of_days(days: int, in_english: str, in_german: str) -> None:
    assert tuple(wording.say("time.days", count=days) for wording in (english(), GERMAN)) == (in_english, in_german)


@pytest.mark.parametrize(
    ("days", "in_english", "in_german"),
    [
        (0.0, "today", "heute"),
        (0.4, "today", "heute"),
        (0.6, "1 day ago", "vor 1 Tag"),
        (12.6, "13 days ago", "vor 13 Tagen"),
        (1500.0, "1,500 days ago", "vor 1.500 Tagen"),
    ],
)
def test_how_long_ago(days: float, in_english: str, in_german: str) -> None:
    assert (english().ago(days), GERMAN.ago(days)) == (in_english, in_german)


@pytest.mark.parametrize(
    ("text", "in_english", "in_german"),
    [
        ("2025-06-30T23:59:59.999999Z", "30 June 2025", "30. Juni 2025"),
        ("2024-02-29", "29 February 2024", "29. Februar 2024"),
        ("1969-12-31T12:00:00Z", "31 December 1969", "31. Dezember 1969"),
    ],
)
def test_days_of_the_calendar(text: str, in_english: str, in_german: str) -> None:
    assert (english().formats.date(moment(text)), GERMAN.formats.date(moment(text))) == (in_english, in_german)


@few
@given(st.datetimes(datetime(1900, 1, 1), datetime(2261, 1, 1)))  # noqa: DTZ001 - hypothesis wants them so
def test_a_day_is_the_one_that_the_calendar_of_python_says(when: datetime) -> None:
    told = english().formats.date(moment(when.replace(tzinfo=UTC).isoformat()))
    assert told == f"{when.day} {when:%B} {when.year}"


@BY_LANGUAGE
def test_months_and_weekdays_are_named_in_their_order(wording: Wording) -> None:
    assert (len(set(wording.formats.months)), len(set(wording.formats.weekdays))) == (12, 7)
    assert wording.formats.months[4] in ("May", "Mai")
    assert wording.formats.weekdays[6] in ("Sunday", "Sonntag")


def test_a_placeholder_may_have_any_name() -> None:
    assert Wording({"a": {"b": "{key} of {self}"}}).say("a.b", key=1, self=2) == "1 of 2"


def test_a_bundle_without_wording_speaks_english() -> None:
    assert wording_of(tiny_spec()) == Wording({section: shipped("en")[section] for section in OF_A_SCORING})


def test_a_bundle_speaks_its_own_language() -> None:
    kept = wording_of(replace(tiny_spec(), wording=json.loads(json.dumps(GERMAN.kept()))))
    assert kept == Wording({section: shipped("de")[section] for section in OF_A_SCORING}, GERMAN.formats)


@pytest.mark.parametrize(
    "changed",
    [
        {"reasons": None},
        {"reasons": {}},
        {"reasons": {"value": "{label}: {value}"}},
        {"reasons": {"missing": "{label} von {later}: nicht bekannt"}},
        {"reasons": {"missing": "{label.__class__}"}},
        {"reasons": {"missing": 7}},
        {"reasons": ["missing"]},
        {"later": {"phrase": "{label}"}},
    ],
)
def test_what_an_earlier_or_later_version_wrote_otherwise_is_said_as_today(changed: dict[str, Any]) -> None:
    own = {**GERMAN.kept(), "reasons": {}, **changed}
    wording = wording_of(replace(tiny_spec(), wording=own))
    assert wording.say("reasons.missing", label="Budget") == "Budget: nicht bekannt"
    assert wording.say("time.today") == "heute"
    polish = wording_of(replace(tiny_spec(), wording={**own, "time": {**GERMAN.kept()["time"], "today": "dzisiaj"}}))
    assert polish.say("reasons.missing", label="Budget") == "Budget is not known"
    assert polish.say("time.today") == "dzisiaj"
    assert set(wording.phrases) == set(OF_A_SCORING)


def test_a_rule_of_an_earlier_model_keeps_its_words() -> None:
    earlier = {**GERMAN.kept(), "decision": {"grade": "Note {grade}: {score} ist mindestens {cut}"}}
    wording = wording_of(replace(tiny_spec(), wording=earlier))
    ends = {"cut": 50, "better": "B", "start": 60}
    assert wording.say("decision.grade", grade="C", score=55, **ends) == "Note C: 55 ist mindestens 50"
    assert wording.say("decision.lowest_grade", grade="C", score=1, **ends) == "Note C: 1 Punkt; B beginnt bei 60"


@pytest.mark.parametrize("formats", [None, {}, "de", {**GERMAN.formats.as_dict(), "plurals": {"one": 1}}])
def test_formats_that_a_later_version_wrote_otherwise_are_the_english_ones(formats: object) -> None:
    assert wording_of(replace(tiny_spec(), wording={**GERMAN.kept(), "formats": formats})).formats == ENGLISH
