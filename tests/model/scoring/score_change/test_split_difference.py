"""The difference of two scores is split exactly, and nothing is named that did not change."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.scoring.contract import ModelIdentity, SignalPoints
from leadscore.model.scoring.language import english, wording_in
from leadscore.model.scoring.points import points_of, whole_points
from leadscore.model.scoring.score_change import (
    ChangePath,
    ScoreChange,
    ScoreChangePart,
    ScoredBefore,
    State,
    split_difference,
)

fast = settings(max_examples=100, deadline=None, derandomize=True, database=None)
LABELS = ("Budget", "Age of the lead", "Demo", "Industry", "Page")
AS_OF = 0

log_odds = st.floats(-2, 2, width=32)
rows = st.lists(st.one_of(log_odds, st.sampled_from([0.0, 5.0, -5.0])), min_size=len(LABELS), max_size=len(LABELS))


def state(contributions: Any, expected: float = 0.1, reference: float = -1.0) -> State:
    """The state that these log-odds make, rounded as any scoring is."""
    row = np.array([contributions], dtype=np.float64)
    points = whole_points(row, expected, reference)
    return State(
        int(points.score[0]),
        points.start,
        int(points.beyond_scale[0]),
        dict(zip(LABELS, points.signals[0].tolist(), strict=True)),
        dict(zip(LABELS, points_of(row[0]).tolist(), strict=True)),
    )


def written(made: State) -> ScoredBefore:
    """What a score file keeps of a state: whole points other than zero."""
    points = tuple(SignalPoints(label, whole) for label, whole in made.points.items() if whole)
    model = ModelIdentity("leadscore", "3", "ab")
    return ScoredBefore("L1", AS_OF, model, made.score, made.start, made.beyond_scale, points)


def path(*states: State, days: float = 12.0, versions: tuple[str, str] | None = None) -> ChangePath:
    before, corrected, later, informed, after = states
    return ChangePath(written(before), corrected, later, informed, after, days, versions)


@fast
@given(rows, rows, rows, rows, rows, log_odds, log_odds)
def test_the_parts_sum_to_the_difference(
    then: Any, corrected: Any, later: Any, informed: Any, after: Any, expected: float, reference: float
) -> None:
    states = [state(row) for row in (then, corrected, later, informed)]
    moved = split_difference(path(*states, state(after, expected, reference), versions=("3", "4")), english())
    assert (moved.before, moved.after) == (states[0].score, state(after, expected, reference).score)
    assert moved.before + sum(part.points for part in moved.parts) == moved.after


@fast
@given(rows, st.sets(st.sampled_from(LABELS)), st.sets(st.sampled_from(LABELS)), st.data())
def test_only_signals_that_changed_are_named(base: Any, aged: set[str], active: set[str], data: st.DataObject) -> None:
    later = [data.draw(log_odds) if label in aged else value for label, value in zip(LABELS, base, strict=True)]
    informed = [data.draw(log_odds) if label in active else value for label, value in zip(LABELS, later, strict=True)]
    states = (state(base), state(base), state(later), state(informed), state(informed))
    moved = split_difference(path(*states), english())
    assert moved.before + sum(part.points for part in moved.parts) == moved.after
    told = [part.what for part in moved.parts]
    assert not [what for what in told if "by facts" in what or "new model" in what]
    for label in LABELS:
        assert label in aged or not [what for what in told if "went by" in what and label in what]
        assert label in active or not [what for what in told if "new activity" in what and label in what]


@fast
@given(rows)
def test_where_nothing_changed_nothing_is_told(row: Any) -> None:
    assert split_difference(path(*[state(row)] * 5), english()).parts == ()


def points(**by_label: float) -> State:
    """A state of these exact points, rounded by hand to the nearest whole number."""
    labelled = {label.replace("_", " "): value for label, value in by_label.items()}
    whole = {label: round(value) for label, value in labelled.items()}
    facts = {label: str(value).encode() for label, value in labelled.items()}
    return State(40 + sum(whole.values()), 40, 0, whole, labelled, facts)


def told(*states: State, **more: Any) -> list[tuple[str, int]]:
    moved = split_difference(path(*states, **more), english())
    return [(part.what, part.points) for part in moved.parts]


def test_each_cause_is_told_by_itself_the_strongest_signals_first() -> None:
    then = points(Budget=2, Age=-1, Demo=0, Page=0)
    corrected = points(Budget=8, Age=-1, Demo=0, Page=0)
    later = points(Budget=8, Age=-3, Demo=0, Page=1)
    informed = points(Budget=8, Age=-3, Demo=5, Page=-6)
    after = points(Budget=20)
    assert told(then, corrected, later, informed, after, versions=("3", "4")) == [
        ("Budget, by facts that were corrected or added since", 6),
        ("Page: new activity", -7),
        ("Demo: new activity", 5),
        ("A new model: version 4 instead of 3", 16),
        ("12 days went by: Age −2, Page +1", -1),
    ]


def test_a_fact_that_stayed_is_not_told_as_activity() -> None:
    then, now = points(Budget=2, Demo=0), points(Budget=4, Demo=3)
    informed = replace(now, facts={**now.facts, "Budget": then.facts["Budget"]})
    assert told(then, then, then, informed, informed) == [
        ("Demo: new activity", 3),
        ("Budget: counts differently beside the new activity", 2),
    ]


def test_a_flicker_of_rounding_is_summed_up_and_names_no_signal() -> None:
    then = points(Budget=2, Age=-1, Demo=3)
    flickered = replace(then, score=45, points={**then.points, "Demo": 4})
    assert told(then, then, flickered, flickered, flickered) == [("Rounding, and corrections of a point at most", 1)]


@pytest.mark.parametrize(
    ("whole", "exact", "named"), [(3, 3.4, False), (4, 3.4, False), (2, 3.4, True), (5, 3.4, True)]
)
def test_whole_points_that_may_be_the_same_exact_ones_are_no_correction(whole: int, exact: float, named: bool) -> None:
    then, now = points(Budget=whole), points(Budget=exact)
    parts = told(then, now, now, now, now)
    assert ([what for what, _ in parts if what.startswith("Budget")] != []) is named
    assert sum(points for _, points in parts) == 3 - whole


def test_a_signal_without_points_then_counts_as_zero() -> None:
    then, now = points(Budget=0), points(Budget=7)
    assert told(then, now, now, now, now) == [("Budget, by facts that were corrected or added since", 7)]


def test_a_signal_that_a_record_names_and_no_model_knows_lost_its_points() -> None:
    then, now = points(Gone=5), points(Budget=0)
    assert told(then, now, now, now, now) == [("Gone, by facts that were corrected or added since", -5)]


def test_what_lies_beyond_the_scale_is_told_apart() -> None:
    then, now = points(Demo=55), replace(points(Demo=75), score=100, beyond_scale=-15)
    assert told(then, then, then, now, now) == [
        ("Demo: new activity", 20),
        ("What lies beyond the scale of 0 to 100", -15),
    ]


def test_a_new_model_is_told_even_where_it_says_the_same() -> None:
    same = points(Budget=2)
    assert told(*[same] * 5, versions=("3", "4")) == [("A new model: version 4 instead of 3", 0)]


def test_time_that_moved_signals_against_each_other_is_told() -> None:
    then, later = points(Age=2, Demo=3), points(Age=4, Demo=1)
    assert told(then, then, later, later, later) == [("12 days went by: Age +2, Demo −2", 0)]


def test_causes_of_fewer_than_two_points_are_one_row_that_keeps_the_sum_exact() -> None:
    then, corrected = points(Budget=0, Page=0, Demo=0), points(Budget=4, Page=0, Demo=0)
    informed = points(Budget=4, Page=1, Demo=1)
    assert told(then, corrected, corrected, informed, informed) == [
        ("Budget, by facts that were corrected or added since", 4),
        ("Everything that moved it by less than 2 points", 2),
    ]
    cancelling = points(Budget=4, Page=1, Demo=-1)
    assert told(then, corrected, corrected, cancelling, cancelling) == [
        ("Budget, by facts that were corrected or added since", 4)
    ]


@pytest.mark.parametrize(
    ("language", "days", "text"),
    [
        ("en", 0.2, "Less than a day went by: Age −1"),
        ("en", 1.0, "1 day went by: Age −1"),
        ("de", 0.2, "Vergangene Zeit, weniger als ein Tag: Age −1"),
        ("de", 12.4, "Vergangene Zeit, 12 Tage: Age −1"),
    ],
)
def test_how_long_it_was_is_told_in_the_readers_language(language: str, days: float, text: str) -> None:
    then, later = points(Age=2), points(Age=1)
    moved = split_difference(path(then, then, later, later, later, days=days), wording_in(language))
    assert [part.what for part in moved.parts] == [text]


def test_new_activity_is_told_with_both_scores() -> None:
    then, now = points(Budget=0), points(Budget=7)
    moved = split_difference(path(then, then, then, now, now), english())
    assert moved == ScoreChange(40, 47, (ScoreChangePart("Budget: new activity", 7),))
