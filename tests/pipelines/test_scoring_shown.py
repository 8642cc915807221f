"""What explain prints of a scoring, in English and in German."""

import re
from dataclasses import replace

import pytest
from english_leftovers import english_in

from leadscore.model.scoring.contract import (
    BantField,
    BantFields,
    Decision,
    MachineDecision,
    Overridden,
    PastLead,
    Question,
    RateInterval,
    Reason,
    Scoring,
    Similar,
    WhyNot,
)
from leadscore.model.scoring.language import Wording, english, wording_in
from leadscore.model.scoring.score_change import ScoreChange, ScoreChangePart
from leadscore.pipelines.console.scorings import show_score_change, show_scoring, show_summary

SCORING = Scoring(
    lead_id="L1",
    as_of=0,
    score=55,
    probability=0.314,
    interval=RateInterval(0.24, 0.391, 0.8),
    grade="C",
    cell="B2",
    fit=30,
    interest=56,
    context=36,
    start=36,
    reasons=(Reason("Anrufe", "interest", 20, 2, "Zwei Anrufe", 0.17),),
    other_points=5,
    beyond_scale=-6,
    signals=(),
    expected_value=1234.5,
    decision=Decision("not_qualified", "re_engage", "…", "…", "2026-01-31"),
    override=Overridden(None, "sales", "…", "…", "…", MachineDecision("C", "mql", "nurture", "…"), "…"),
    bant=BantFields(budget=(BantField("Etat", True, 12_000.0, 3), BantField("Rahmen", False, None, 0))),
    ask=(Question("Frist", "timeline", 3.5, "…?"),),
    similar=Similar(
        "…", (PastLead("L2", "converted", 12.4), PastLead("L3", "lost", 0.5), PastLead("L4", "open", None))
    ),
    why_not=WhyNot("…", "…"),
    warnings=("…",),
    headline="…!",
)


def shown(capsys: pytest.CaptureFixture[str], wording: Wording, scoring: Scoring = SCORING) -> str:
    show_summary(scoring, wording, who="Ada")
    show_scoring(scoring, wording, model="lead-score 3")
    return capsys.readouterr().out


def test_a_scoring_is_printed_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, english()).splitlines()
    assert lines[:5] == [
        "L1, Ada – …!",
        "",
        "Score 55, grade C (fit and interest: B2), by model lead-score 3, as of 1970-01-01 00:00 UTC",
        "Probability 31.4%, within 24.0% to 39.1%: the rate of past leads scored like this one at level 80%, "
        "widened to hold it",
        "Expected value of contacting it: 1,234.50",
    ]
    assert "Not qualified, route: re-engage" in lines
    assert "To be looked at again on 31 January 2026" in lines
    assert "- L2: converted within 13 days" in lines
    assert "- L3: lost within 1 day" in lines
    assert "- L4: open" in lines


def test_beside_a_reason_stands_what_the_probability_would_be_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split("│") for line in shown(capsys, english()).splitlines() if "Anrufe" in line or "+20" in line]
    assert [cell.strip() for cell in rows[0]] == ["", "+20", "Zwei Anrufe", "17%", "interest", ""]
    before = replace(SCORING, reasons=(Reason("Anrufe", "interest", 20, 2, "Zwei Anrufe"),))
    assert "17%" not in shown(capsys, english(), before)


@pytest.mark.parametrize(
    ("language", "band", "expected"),
    [
        ("en", (52, 57), "Of past leads scored 52 to 57, 24 to 39 in 100 converted."),
        ("en", (54, 54), "Of past leads scored 54, 24 to 39 in 100 converted."),
        ("de", (52, 57), "Von früheren Leads mit 52 bis 57 Punkten konvertierten 24 bis 39 von 100."),
        ("de", (54, 54), "Von früheren Leads mit 54 Punkten konvertierten 24 bis 39 von 100."),
    ],
)
def test_scores_of_past_leads_are_told_once_where_they_are_the_same(
    language: str, band: tuple[int, int], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    scoring = replace(SCORING, interval=RateInterval(0.24, 0.391, 0.8, *band))
    assert expected in shown(capsys, wording_in(language), scoring).splitlines()


def test_points_are_written_with_a_true_minus_sign(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, english(), replace(SCORING, other_points=-5))
    show_score_change(ScoreChange(47, 40, (ScoreChangePart("…", -7),)), english())
    text += capsys.readouterr().out
    assert {"−5", "−6", "−7", "+20"} <= set(text.split())
    assert not re.search(r"-\d", text.replace("1970-01-01", ""))


def test_a_scoring_is_printed_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    german = wording_in("de")
    text = shown(capsys, german)
    assert english_in(text, german) == set()
    lines = text.replace("\u00a0", " ").splitlines()
    assert lines[2] == "Score: 55, Note C (Passung und Interesse: B2), Modell lead-score 3, Stand 1970-01-01 00:00 UTC"
    assert "Erwarteter Wert einer Ansprache: 1.234,50" in lines
    assert "Wieder anzusehen am 31. Januar 2026" in lines
    assert "- L2 – konvertiert innerhalb von 13 Tagen" in lines
    assert "- L3 – verloren innerhalb von 1 Tag" in lines
    assert "budget" not in text


def test_a_summary_begins_with_the_lead_and_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    show_summary(replace(SCORING, summary="Call\n+20: Two calls"), english(), who="")
    assert capsys.readouterr().out == "L1 – Call\n+20: Two calls\n"


def test_what_a_model_does_not_say_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    plain = replace(SCORING, grade=None, cell=None, as_of=None, interval=None, expected_value=None)
    lines = shown(capsys, english(), plain).splitlines()
    assert lines[2:4] == ["Score 55, by model lead-score 3", "Probability 31.4%"]


def test_a_score_change_is_printed_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    german = wording_in("de")
    show_score_change(ScoreChange(40, 47, (ScoreChangePart("…", 7),)), german, since="2025-01-01")
    show_score_change(ScoreChange(42, 42, ()), german)
    text = capsys.readouterr().out
    assert english_in(text, german) == set()
    assert "Der Score hat sich seit 2025-01-01 von 40 auf 47 geändert" in text
