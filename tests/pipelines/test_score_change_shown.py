"""What is printed of a score that changed."""

import pytest

from leadscore.model.scoring.language import english
from leadscore.model.scoring.score_change import ScoreChange, ScoreChangePart
from leadscore.pipelines.console.scorings import show_score_change


def test_what_is_shown_sums_to_the_difference(capsys: pytest.CaptureFixture[str]) -> None:
    change = ScoreChange(
        40,
        47,
        (
            ScoreChangePart("new activity: visits", 9),
            ScoreChangePart("rounding", 0),
            ScoreChangePart("3 days went by", -2),
        ),
    )
    show_score_change(change, english(), since="2025-01-01T00:00:00Z")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "The score moved from 40 to 47 since 2025-01-01T00:00:00Z"
    rows = [line.replace("┃", "│").split("│") for line in lines]
    points = [cells[1].strip() for cells in rows if len(cells) > 2]
    assert points == ["points", "+9", "−2", "+7"]


def test_a_score_that_has_not_moved_is_said_to_stand(capsys: pytest.CaptureFixture[str]) -> None:
    show_score_change(ScoreChange(42, 42, ()), english())
    assert capsys.readouterr().out == "\nThe score has not moved: 42.\n"
