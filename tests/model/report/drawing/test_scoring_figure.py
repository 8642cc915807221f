"""The figure of a scoring: its bars meet end to end, and its sentences stay words."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadscore.model.report.drawing import scoring_figure
from leadscore.model.report.drawing import svg as palette
from leadscore.model.scoring.language import english, wording_in

SVG = "{http://www.w3.org/2000/svg}"
REASONS = [
    {"signal": "Calls", "axis": "interest", "points": 20, "text": "Was called twice: 30% of such leads converted."},
    {"signal": "Country", "axis": "fit", "points": -6, "text": "Country is Chile."},
]
SCORING: dict[str, Any] = {
    "lead_id": "L1",
    "score": 55,
    "probability": 0.31,
    "fit": 30,
    "interest": 56,
    "context": 36,
    "start": 36,
    "reasons": REASONS,
    "other_points": 5,
    "beyond_scale": 0,
}
DECIDED = {
    "interval": {"low": 0.24, "high": 0.39, "level": 0.8},
    "grade": "C",
    "decision": {"rule": "Grade C: 55 is at least 50", "next_step": "Keep in touch"},
}


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawings


def bars(svg: str) -> list[tuple[float, float]]:
    """Where each bar of the sum begins and ends; the axes' own squares and the card around it apart."""
    found = [element.attrib for element in parsed(svg).iter(f"{SVG}rect") if "rx" not in element.attrib]
    return [
        (float(bar["x"]), float(bar["x"]) + float(bar["width"]))
        for bar in found
        if float(bar["height"]) == pytest.approx(14)
    ]


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def test_each_bar_begins_where_the_last_one_ended_and_the_last_sum_is_the_score() -> None:
    start, called, country, other, score = bars(scoring_figure(SCORING, english()))
    assert start[1] == pytest.approx(called[0], abs=0.2)
    assert country[1] == pytest.approx(called[1], abs=0.2)  # it goes back to the left
    assert country[0] == pytest.approx(other[0], abs=0.2)
    assert start[0] == score[0]
    assert other[1] == pytest.approx(score[1], abs=0.2)


def test_points_sentences_and_decision_are_written_out() -> None:
    said = texts(scoring_figure(SCORING | DECIDED, english()))
    assert {"55", "36", "+20", "−6", "+5", "fit 30", "interest 56", "context 36"} <= set(said)
    assert {"Country is Chile.", "Grade C: 55 is at least 50", "Keep in touch"} <= set(said)
    assert "L1 · grade C · probability 31% (24%–39%)" in said


def test_the_whole_sum_is_read_aloud() -> None:
    root = parsed(scoring_figure(SCORING, english()))
    assert root.attrib["aria-label"].startswith("L1. score 55: 36 where every lead starts; +20 Was called twice")


def test_what_a_model_does_not_say_is_left_out() -> None:
    assert "L1 · probability 31%" in texts(scoring_figure(SCORING, english()))
    beyond = scoring_figure(SCORING | {"score": 0, "other_points": 0, "beyond_scale": -50}, english())
    assert "beyond the scale of 0 to 100" in texts(beyond)
    assert "all other signals together" not in texts(beyond)


def test_its_words_can_be_those_of_another_language() -> None:
    said = texts(scoring_figure(SCORING | DECIDED, wording_in("de")))
    assert {"wo jeder Lead beginnt", "Score", "Passung 30"} <= set(said)
    assert "L1 · Note C · Wahrscheinlichkeit 31\u00a0% (24\u00a0%–39\u00a0%)" in said


def test_a_reason_is_coloured_by_its_axis() -> None:
    colours = [element.attrib["fill"] for element in parsed(scoring_figure(SCORING, english())).iter(f"{SVG}rect")]
    assert colours.count(palette.AXES["interest"]) == 2  # the bar, and the square beside the axis's name
    assert colours.count(palette.AXES["context"]) == 1


@given(st.text(max_size=400), st.integers(-300, 300))
def test_no_sentence_and_no_points_leave_the_card(text: str, points: int) -> None:
    reason = {"signal": "a", "axis": "fit", "points": points, "text": text}
    svg = scoring_figure(SCORING | {"reasons": [reason], "score": max(0, min(100, 41 + points))}, english())
    root = parsed(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.attrib["x"]) <= width
        assert 0 <= float(element.attrib["y"]) <= height
    assert all(0 <= left <= right <= width for left, right in bars(svg))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "line", "text", "rect", "title"}
