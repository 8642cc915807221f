"""What past leads did, behind a sentence."""

from dataclasses import replace

import pytest

from leadscore.model.scoring.contract import Evidence
from leadscore.model.scoring.language import wording_in
from leadscore.model.scoring.reasons import with_evidence

SEEN = Evidence(rate=0.314, n=1212, typical=0.118, such="")


@pytest.mark.parametrize(
    ("language", "sentence", "seen", "together", "told"),
    [
        (
            "en",
            "Asked for a demo 2 days ago",
            SEEN,
            False,
            "Asked for a demo 2 days ago: 31% of such leads converted (1,212 leads), typical is 12%.",
        ),
        (
            "en",
            "Fairs: 2 in all",
            replace(SEEN, rate=0.004),
            False,
            "Fairs: 2 in all – 0.4% of such leads converted (1,212 leads), typical is 12%.",
        ),
        (
            "en",
            "A budget of 5 euros.",
            SEEN,
            True,
            "A budget of 5 euros: 31% of such leads converted (1,212 leads), typical is 12%. "
            "It works together with other facts.",
        ),
        (
            "de",
            "Hat vor 2 Tagen eine Demo angefragt",
            SEEN,
            True,
            "Hat vor 2 Tagen eine Demo angefragt: 31\u00a0% solcher Leads haben konvertiert (1.212 Leads), "
            "üblich sind 12\u00a0%. "
            "Das wirkt im Zusammenspiel mit anderen Angaben.",
        ),
        (
            "en",
            "Plan is {gold}",
            SEEN,
            False,
            "Plan is {gold}: 31% of such leads converted (1,212 leads), typical is 12%.",
        ),
    ],
)
def test_a_sentence_with_its_evidence(language: str, sentence: str, seen: Evidence, together: bool, told: str) -> None:
    assert with_evidence(wording_in(language), sentence, seen, together=together) == told


def test_a_sentence_that_says_more_than_its_rate_goes_by_says_what_that_is() -> None:
    seen = replace(SEEN, such="Sunday")
    told = with_evidence(wording_in("en"), "It came at 9:00 on a Sunday", seen, together=False, in_part=True)
    assert told.endswith("typical is 12%. Counted by: Sunday.")
