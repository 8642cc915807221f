"""The answer in one line and in eight: whether to call, the chance, why, what to ask, say and do."""

from typing import Any

import pytest
from english_leftovers import english_in

from leadscore.model.scoring.contract import Change, Decision, Question, Reason
from leadscore.model.scoring.decision import Decided
from leadscore.model.scoring.language import english, wording_in
from leadscore.model.scoring.summary import Answer, Beside, below_headline, chance_in_words, headline

DEMO = Reason("Demo", "interest", 14, 1, "Asked for a demo 2 days ago: 40% of such leads converted.")
SIZE = Reason("Company size", "fit", -6, "small", "Company size is small")
AGE = Reason("Age", "context", -1, 3.0, "The lead came in 3 days ago")


def decided(route: Any = "sales", *, by_score: bool = True) -> Decided:
    return Decided("A", None, None, Decision("sql", route, "Gate “Norway”", "Write to it", None), by_score=by_score)


def answer(made: Decided | None, *reasons: Reason, probability: float = 0.31) -> Answer:
    return Answer(63, probability, reasons, made)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "fewer than 1 in 1,000"),
        (0.001, "about 1 in 1,000"),
        (0.013, "about 1 in 75"),
        (0.05, "about 1 in 20"),
        (0.0749, "about 1 in 15"),
        (0.08, "about 1 in 12"),
        (0.1, "about 1 in 10"),
        (0.1499, "about 1 in 7"),
        (0.15, "about 2 in 10"),
        (0.5, "about 5 in 10"),
        (0.949, "about 9 in 10"),
        (0.95, "about 9 in 10"),
        (0.96, "more than 19 in 20"),
        (1.0, "more than 19 in 20"),
    ],
)
def test_a_chance_is_said_as_people_say_it(probability: float, words: str) -> None:
    assert chance_in_words(probability, english()) == words


@pytest.mark.parametrize(
    ("made", "reasons", "line"),
    [
        (decided(), (SIZE, DEMO), "Call: the chance is about 3 in 10; what speaks for it most is “Demo”"),
        (
            decided("nurture"),
            (DEMO, SIZE),
            "Do not call yet: the chance is about 3 in 10; what speaks against it most is “Company size”",
        ),
        (decided("nurture"), (DEMO, AGE), "Do not call yet: the chance is about 3 in 10"),
        (decided("disqualify", by_score=False), (DEMO,), "Do not call. Gate “Norway”; the chance is about 3 in 10"),
        (None, (SIZE, DEMO), "A score of 63: the chance is about 3 in 10; what speaks for it most is “Demo”"),
        (None, (), "A score of 63: the chance is about 3 in 10"),
    ],
)
def test_a_headline_says_whether_to_call_and_what_decided(made: Any, reasons: Any, line: str) -> None:
    assert headline(answer(made, *reasons), english()) == line


EVERYTHING = Beside(
    ("Asked for a demo 2 days ago", "Company size is small", "The lead came in 3 days ago"),
    (Question("Frist", "timeline", 3.5, "By when?"),),
    (Change("Call", "…", 70, 7, "If it takes a call: +7"),),
    ("Thin\nevidence", "second"),
)


def test_below_the_headline_stand_reasons_a_question_an_opening_the_next_step_and_a_note() -> None:
    assert below_headline(answer(decided(), DEMO, SIZE, AGE), EVERYTHING, english()) == [
        "+14: Asked for a demo 2 days ago",
        "−6: Company size is small",
        "Ask: By when?",
        "Begin with: Asked for a demo 2 days ago",
        "Next: Write to it",
        "Note: Thin evidence",
    ]


def test_where_a_lead_did_nothing_that_speaks_for_it_a_change_is_suggested() -> None:
    beside = Beside(("Company size is small",), EVERYTHING.ask, EVERYTHING.help, ())
    assert "Suggest: If it takes a call: +7" in below_headline(answer(decided(), SIZE), beside, english())


def test_activity_overall_is_nothing_to_begin_a_talk_with() -> None:
    overall = Reason("Activity overall", "interest", 20, 26, "Was active 26 times")
    beside = Beside(("Was active 26 times", "Asked for a demo"), (), (), ())
    lines = below_headline(answer(decided(), overall, DEMO), beside, english())
    assert "Begin with: Asked for a demo" in lines


def test_nobody_is_asked_or_told_anything_who_is_not_pursued() -> None:
    lines = below_headline(answer(decided("disqualify"), DEMO, SIZE, AGE), EVERYTHING, english())
    assert not [line for line in lines if line.startswith(("Ask", "Begin", "Suggest"))]


@pytest.mark.parametrize("route", ["sales", "nurture", "enrich_first", "re_engage", "disqualify"])
def test_a_summary_never_has_more_than_eight_lines(route: Any) -> None:
    reasons = (DEMO,) * 6
    beside = Beside(("…",) * 6, (*EVERYTHING.ask,) * 3, (*EVERYTHING.help,) * 3, EVERYTHING.warnings)
    assert len(below_headline(answer(decided(route), *reasons), beside, english())) <= 7


def test_the_german_answer_is_german() -> None:
    german = wording_in("de")
    line = headline(answer(decided(), Reason("Frist", "fit", 8, None, "…")), german)
    assert line == "Anrufen: Die Chance liegt bei etwa 3 von 10; am meisten spricht dafür „Frist“"
    assert english_in(line, german) == set()
