"""A sentence about a signal is followed by its reference rate, and by what stands beside it."""

from dataclasses import replace

import pytest

from leadscore.model.scoring.contract import Evidence
from leadscore.model.scoring.language import wording_in
from leadscore.model.scoring.reasons import with_rate

RATE = Evidence(rate=0.314, n=1212, typical=0.118, such="")
LIKE = replace(RATE, rate=0.14, expected=0.18)
ALIKE = replace(LIKE, alike=True)


@pytest.mark.parametrize(
    ("language", "sentence", "evidence", "text"),
    [
        (
            "en",
            "Asked for a demo 2 days ago",
            RATE,
            "Asked for a demo 2 days ago: 31% of 1,212 such leads converted, typical is 12%.",
        ),
        (
            "en",
            "Fairs: 2 in all",
            replace(RATE, rate=0.004),
            "Fairs: 2 in all – 0.4% of 1,212 such leads converted, typical is 12%.",
        ),
        (
            "en",
            "A budget of 5 euros.",
            LIKE,
            "A budget of 5 euros: 14% of 1,212 such leads converted; by everything else about them 18% would have.",
        ),
        (
            "en",
            "Budget is 5",
            ALIKE,
            "Budget is 5: of 1,212 such leads for whom this weighed alike 14% converted; "
            "by everything else about them 18% would have.",
        ),
        (
            "de",
            "Hat vor 2 Tagen eine Demo angefragt",
            RATE,
            "Hat vor 2 Tagen eine Demo angefragt: 31\u00a0% von 1.212 solchen Leads haben konvertiert, "
            "üblich sind 12\u00a0%.",
        ),
        (
            "de",
            "Demos: 2 insgesamt",
            LIKE,
            "Demos: 2 insgesamt – 14\u00a0% von 1.212 solchen Leads haben konvertiert; "
            "nach allem, was sonst über sie bekannt ist, wären es 18\u00a0% gewesen.",
        ),
        (
            "de",
            "Demos: 2 insgesamt",
            ALIKE,
            "Demos: 2 insgesamt – von 1.212 solchen Leads, bei denen dies ebenso wog, haben 14\u00a0% konvertiert; "
            "nach allem, was sonst über sie bekannt ist, wären es 18\u00a0% gewesen.",
        ),
        ("en", "Plan is {gold}", RATE, "Plan is {gold}: 31% of 1,212 such leads converted, typical is 12%."),
    ],
)
def test_a_sentence_with_its_reference_rate(language: str, sentence: str, evidence: Evidence, text: str) -> None:
    assert with_rate(wording_in(language), sentence, evidence) == text


def test_shares_below_ten_per_cent_have_a_decimal() -> None:
    text = with_rate(wording_in("en"), "It came", replace(LIKE, rate=0.0312, expected=0.0996))
    assert text == "It came: 3.1% of 1,212 such leads converted; by everything else about them 10% would have."


def test_what_is_counted_is_named_where_it_is_more_than_the_sentence_says() -> None:
    text = with_rate(wording_in("en"), "The lead came in 17 days ago", RATE, segment="14 to 20 days old")
    assert (
        text == "The lead came in 17 days ago (14 to 20 days old): 31% of 1,212 such leads converted, typical is 12%."
    )


def test_a_rate_about_only_a_part_of_the_sentence_names_that_part() -> None:
    text = with_rate(wording_in("en"), "It came at 9:00 on a Sunday", RATE, part="Sunday")
    assert text.endswith("typical is 12%. Counted by: Sunday.")
