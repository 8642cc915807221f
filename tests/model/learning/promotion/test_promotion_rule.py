"""Who may become the champion: a table of cards."""

import pytest

from leadscore.model.card import Card
from leadscore.model.card.verdict import ChampionComparison, Verdict
from leadscore.model.learning.promotion.promotion_rule import rule
from leadscore.model.scoring.language import english, wording_in

HERE, GONE = "a" * 64, "b" * 64
READY = Verdict("ready", "Ready: it ranks leads well.", (), ())
WITH_CARE = Verdict("usable_with_care", "Usable with care: few conversions.", (), ())
NOT_READY = Verdict("not_ready", "Not ready: these columns do not predict this outcome.", (), ())


def compared(sha256: str = HERE, *, better: bool = True) -> ChampionComparison:
    return ChampionComparison(version="4", sha256=sha256, better=better, why="On 900 leads it is as it is.")


@pytest.mark.parametrize(
    ("card", "champion", "allowed", "reason", "remedy"),
    [
        (Card(verdict=READY), None, True, READY.headline, ""),
        (Card(verdict=WITH_CARE), None, True, WITH_CARE.headline, ""),
        (Card(verdict=NOT_READY), None, False, NOT_READY.headline, "leadscore report"),
        (Card(), None, False, "Training stored no verdict with this model", "train again"),
        (Card(verdict=READY, champion=compared()), HERE, True, "On 900 leads it is as it is.", ""),
        (Card(verdict=READY, champion=compared(better=False)), HERE, False, "On 900 leads it is as it is.", "keep"),
        (
            Card(verdict=READY, champion=compared(GONE)),
            HERE,
            False,
            "It was compared with version 4, which is no longer the champion",
            "train again",
        ),
        (Card(verdict=READY, champion=None), HERE, False, "This model was not compared with the present", "train"),
        (Card(verdict=READY), HERE, False, "This model was not compared with the present champion", "train again"),
        (
            Card(verdict=NOT_READY, champion=compared()),
            HERE,
            False,
            NOT_READY.headline,
            "leadscore report",
        ),
        (Card(verdict=READY, champion=compared()), None, True, READY.headline, ""),
    ],
)
def test_the_rule_says_who_may_become_the_champion(
    card: Card, champion: str | None, allowed: bool, reason: str, remedy: str
) -> None:
    ruling = rule(card, champion, english())
    assert ruling.allowed is allowed
    assert ruling.reason.startswith(reason)
    assert remedy in ruling.remedy
    assert bool(ruling.remedy) is not allowed


@pytest.mark.parametrize(
    ("card", "champion", "reason", "remedy"),
    [
        (Card(), None, "Das Training hat zu diesem Modell kein Urteil festgehalten", "neu trainieren"),
        (Card(verdict=NOT_READY), None, NOT_READY.headline, "dem Bericht folgen"),
        (Card(verdict=READY), HERE, "Dieses Modell wurde nicht mit dem jetzigen Champion verglichen", "neu trainieren"),
        (Card(verdict=READY, champion=compared(GONE)), HERE, "Es wurde mit Version 4 verglichen", "neu trainieren"),
        (Card(verdict=READY, champion=compared(better=False)), HERE, compared().why, "den Champion behalten"),
    ],
)
def test_the_rule_speaks_the_language_of_its_reader(card: Card, champion: str | None, reason: str, remedy: str) -> None:
    ruling = rule(card, champion, wording_in("de"))
    assert ruling.reason.startswith(reason)
    assert remedy in ruling.remedy
