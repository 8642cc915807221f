"""Compiled formats say what Babel says, in every locale of CLDR; the server has them without Babel."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from babel import Locale
from babel.dates import format_date
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal, format_percent

from leadscore.model.scoring.language import ENGLISH, UNKNOWN, Formats, wording_in
from leadscore.model.scoring.language.compiling import compiled
from leadscore.model.scoring.language.formats import formats_from
from leadscore.model.timestamps import moment

LATIN = ("en-GB", "en-IN", "de", "fr", "es", "it", "nl", "pl", "cs", "pt-BR", "sv", "tr", "ja", "zh-Hans-CN")
COUNTS = (*range(230), 999, 1000, 1001, 10_000, 1_000_000, 1_000_001, 2_000_000)


@pytest.mark.parametrize("locale", LATIN)
def test_numbers_shares_and_dates_are_those_of_babel(locale: str) -> None:
    formats, name = compiled(locale), locale.replace("-", "_")
    for number in (0, 7, 999, 1200, 12_345, 1_234_567):
        assert formats.count(number) == format_decimal(number, locale=name)
    hyphen = format_decimal(-1234.5678, "#,##0.000", locale=name)
    assert formats.number(-1234.5678).replace("−", "-") == hyphen.replace("−", "-")
    assert formats.percent(0.314, 0) == format_percent(0.314, locale=name)
    day = datetime(2025, 6, 30, tzinfo=UTC)
    assert formats.date(moment("2025-06-30")) == format_date(day.date(), "long", locale=name)


def test_plural_forms_of_whole_numbers_are_those_of_cldr_in_every_locale() -> None:
    for name in locale_identifiers():
        plurals, locale = compiled(name.replace("_", "-")).plurals, Locale.parse(name)
        assert [plurals.category(n) for n in COUNTS] == [locale.plural_form(n) for n in COUNTS], name


@pytest.mark.parametrize("locale", LATIN)
def test_what_a_model_keeps_is_what_was_compiled(locale: str) -> None:
    formats = compiled(locale)
    assert formats_from(json.loads(json.dumps(formats.as_dict()))) == formats


def test_english_needs_no_babel_and_is_what_babel_says() -> None:
    again = compiled("en-AU")
    fields = ("decimal", "group", "group_sizes", "minus", "share", "long_date", "months", "months_in_dates", "weekdays")
    assert [getattr(ENGLISH, field) for field in fields] == [getattr(again, field) for field in fields]
    assert (ENGLISH.plurals, compiled("en-GB")) == (again.plurals, ENGLISH)


@pytest.mark.parametrize(
    ("written", "in_english", "in_german"),
    [
        (lambda f: f.number(12_345.678), "12,345.678", "12.345,678"),
        (lambda f: f.number(-0.0004, 3), "0.000", "0,000"),
        (lambda f: f.number(0.25, 2, signed=True), "+0.25", "+0,25"),
        (lambda f: f.number(-0.25, 2, signed=True), "−0.25", "−0,25"),
        (lambda f: f.number(None), UNKNOWN, UNKNOWN),
        (lambda f: f.number(True), UNKNOWN, UNKNOWN),
        (lambda f: f.percent(0.1042), "10.4%", "10,4\u00a0%"),
        (lambda f: f.percent(float("inf")), UNKNOWN, UNKNOWN),
        (lambda f: f.count(-1200), "−1,200", "−1.200"),
    ],
)
def test_numbers_of_tables_and_drawings(written: Callable[[Formats], str], in_english: str, in_german: str) -> None:
    assert (written(ENGLISH), written(wording_in("de").formats)) == (in_english, in_german)


@pytest.mark.parametrize("module", ["scoring.scorer", "scoring.bundle", "scoring.language", "report.drawing"])
def test_what_serves_does_not_import_babel(module: str) -> None:
    code = f"import sys, leadscore.model.{module}; sys.exit('babel' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - nothing from outside
    assert ended.returncode == 0
