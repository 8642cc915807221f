"""What train says of grades and gates."""

from dataclasses import replace
from typing import Any

import pytest
from golden_card import golden_card

from leadscore.model.card import Estimate, filled
from leadscore.model.card.grades import DisqualificationFacts
from leadscore.model.scoring.language import english
from leadscore.pipelines.console.cards import show_gates, show_grades


def said(capsys: pytest.CaptureFixture[str], **changes: Any) -> str:
    show_grades(replace(filled(golden_card().grades), **changes), english())
    return " ".join(capsys.readouterr().out.split())


def test_cuts_are_reported_with_how_they_came_about(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys)
    assert "Grades: A from 64 points, B from 54, C from 44 (set with data until 2025-03-31). In the last 8.0" in told
    assert "The champion's cuts are kept" in told
    assert "44% (29% to 58%)" in told
    assert "set with data until" not in said(capsys, kept=False)


def test_a_drifted_share_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    drift = "Grade A has drifted: 23.3% of 372 recent leads reach A at their best look, where it was 10.1% of 297"
    assert drift in said(capsys)
    calm = said(capsys, drifted=False)
    assert "drifted" not in calm
    assert "23.3% of 372 recent leads reach A at their best look." in calm


def test_only_gates_with_something_to_say_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    show_gates(golden_card().gates, english())
    told = " ".join(capsys.readouterr().out.split())
    assert "Students" not in told
    assert 'Gate "Country we sell to" (must country in ("Germany", "Austria")): It holds for all of 1,494 leads' in told


def test_what_disqualifying_by_the_score_would_have_cost_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    share = Estimate(0.1, 0.05, 0.2)
    cost = DisqualificationFacts(30, 40, 2, share, share, None, "Leads below 30 are disqualified.")
    assert "Leads below 30 are disqualified." in said(capsys, disqualification=cost)
    assert "disqualified" not in said(capsys)
