"""No cell that we write becomes a formula, and every one can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.model.spreadsheets import as_given, defused


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://x.example","click")',
        "@SUM(A1)",
        "+49 170 1234567",
        "-1+cmd|' /C calc'!A0",
        "-",
        "\tx",
        "\rx",
        "＝1",
    ],
)
def test_what_a_spreadsheet_would_compute_begins_with_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert as_given(defused(text)) == text


@pytest.mark.parametrize(
    "text", ["", "-5", "+3", "-12.5", "-1,234.50", "1e-5", "-3 %", "a=b", "L-1", "'quoted'", "' =1"]
)
def test_numbers_and_all_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text
    assert as_given(text) == text


@given(st.text(alphabet="'=+-@\t\r1.,%eE a", max_size=8))
def test_every_text_can_be_read_back_and_no_two_become_one(text: str) -> None:
    assert as_given(defused(text)) == text
    assert defused(text)[:1] not in {"=", "@", "\t", "\r"}
