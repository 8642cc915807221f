"""A sentence about a signal is followed by its reference rate."""

from dataclasses import replace

import pytest

from leadscore.model.scoring.contract import Evidence
from leadscore.model.scoring.language import wording_in
from leadscore.model.scoring.reasons import with_rate

RATE = Evidence(rate=0.314, n=1212, typical=0.118, such="")


@pytest.mark.parametrize(
    ("language", "sentence", "evidence", "contradicted", "text"),
    [
        (
            "en",
            "Asked for a demo 2 days ago",
            RATE,
            False,
            "Asked for a demo 2 days ago: 31% of such leads converted (1,212 leads), typical is 12%.",
        ),
        (
            "en",
            "Fairs: 2 in all",
            replace(RATE, rate=0.004),
            False,
            "Fairs: 2 in all – 0.4% of such leads converted (1,212 leads), typical is 12%.",
        ),
        (
            "en",
            "A budget of 5 euros.",
            RATE,
            True,
            "A budget of 5 euros: 31% of such leads converted (1,212 leads), typical is 12%. "
            "It works together with other facts.",
        ),
        (
            "de",
            "Hat vor 2 Tagen eine Demo angefragt",
            RATE,
            True,
            "Hat vor 2 Tagen eine Demo angefragt: 31\u00a0% solcher Leads haben konvertiert (1.212 Leads), "
            "üblich sind 12\u00a0%. "
            "Das wirkt im Zusammenspiel mit anderen Angaben.",
        ),
        (
            "en",
            "Plan is {gold}",
            RATE,
            False,
            "Plan is {gold}: 31% of such leads converted (1,212 leads), typical is 12%.",
        ),
    ],
)
def test_a_sentence_with_its_reference_rate(
    language: str, sentence: str, evidence: Evidence, contradicted: bool, text: str
) -> None:
    assert with_rate(wording_in(language), sentence, evidence, contradicted=contradicted) == text


def test_a_rate_about_only_a_part_of_the_sentence_names_that_part() -> None:
    evidence = replace(RATE, such="Sunday")
    text = with_rate(wording_in("en"), "It came at 9:00 on a Sunday", evidence, contradicted=False, in_part=True)
    assert text.endswith("typical is 12%. Counted by: Sunday.")
