"""Whole points become one of four classes by thresholds; the classes of fit and interest make a cell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.scoring.decision import Policy, Thresholds
from leadscore.model.scoring.decision.decision import GRADES, cells, classes, grade_of

few = settings(max_examples=50, deadline=None, derandomize=True, database=None)
cut_points = st.lists(st.integers(0, 100), min_size=3, max_size=3, unique=True).map(lambda c: sorted(c, reverse=True))


@pytest.mark.parametrize(
    ("score", "grade"), [(100, "A"), (70, "A"), (69, "B"), (60, "B"), (59, "C"), (50, "C"), (49, "D"), (0, "D")]
)
def test_a_grade_begins_at_its_threshold(score: int, grade: str) -> None:
    assert grade_of(score, Thresholds(70, 60, 50)) == grade


@few
@given(cut_points)
def test_the_grade_never_falls_while_the_score_rises(cuts: list[int]) -> None:
    grades = [GRADES[position] for position in classes(np.arange(101), Thresholds(*cuts)).tolist()]
    assert grades == sorted(grades, reverse=True)
    assert grades.index("A") == cuts[0]


def test_a_cell_is_a_letter_by_fit_and_a_number_by_interest() -> None:
    policy = Policy(Thresholds(70, 60, 50), Thresholds(60, 50, 40), Thresholds(55, 50, 45))
    fit, interest = np.array([60, 59, 40, 39]), np.array([44, 45, 54, 55])
    assert cells(fit, interest, policy) == ["A4", "B3", "C2", "D1"]


@pytest.mark.parametrize("cuts", [(None, Thresholds(3, 2, 1)), (Thresholds(3, 2, 1), None), (None, None)])
def test_without_thresholds_of_both_axes_there_is_no_cell(cuts: tuple[Thresholds | None, Thresholds | None]) -> None:
    assert cells(np.array([1, 2]), np.array([1, 2]), Policy(Thresholds(70, 60, 50), *cuts)) == [None, None]
