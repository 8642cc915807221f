"""What is known of budget, authority, need and timeline, and what is worth asking."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from advised import basis, known, learned
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.scoring.advice.asking import ask_by_default, ask_exactly, bant_of
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.contract import LEAST_POINTS_SHOWN
from leadscore.model.scoring.language import wording_in
from leadscore.model.scoring.rates import ReferenceRates

few = settings(max_examples=10, deadline=None, derandomize=True, database=None)
seeds = st.integers(0, 2**32 - 1)


def position(name: str) -> int:
    return [feature.name for feature in learned().bundle.spec.features].index(name)


def evidence() -> ReferenceRates:
    found = learned().bundle.evidence
    if found is None:
        pytest.fail("the model of these tests has evidence")
    return found


def told(row: Any, points: Any = None) -> Any:
    spec = learned().bundle.spec
    whole = np.arange(len(spec.signals)) if points is None else points
    return bant_of(spec, row, whole, lambda signal: f"value of {signal.label}")


@few
@given(seeds)
def test_points_are_the_mean_absolute_change_over_the_values_seen(seed: int) -> None:
    leads, model = known(seed, 4), basis()
    for row, questions in zip(leads.matrix, ask_exactly(model, leads.matrix), strict=True):
        for question in questions:
            column = position(f"column.{question.field.lower()}")
            seen = next(found for found in evidence().candidates if found.position == column)
            changes = []
            for value in seen.values:
                edited = np.array([row])
                edited[0, column] = value
                changes.append(abs(float((model.scores(edited) - model.scores(np.array([row])))[0])))
            assert question.points == pytest.approx(np.dot(changes, seen.shares), abs=0.0501)


@few
@given(seeds)
def test_exactly_the_unknown_fields_are_asked_for_the_most_telling_first(seed: int) -> None:
    matrix = known(seed).matrix
    for row, questions in zip(matrix, ask_exactly(basis(), matrix), strict=True):
        unknown = {
            name for name in ("Budget", "Industry", "Rating") if np.isnan(row[position(f"column.{name.lower()}")])
        }
        assert {question.field for question in questions} == unknown
        points = [question.points for question in questions]
        assert points == sorted(points, reverse=True)


def test_a_lead_alone_is_asked_what_it_is_asked_among_others() -> None:
    matrix = known(7).matrix
    assert [ask_exactly(basis(), matrix[[i]])[0] for i in range(len(matrix))] == ask_exactly(basis(), matrix)


def test_by_default_the_order_is_that_of_the_average_lead() -> None:
    row = np.full(len(learned().bundle.spec.features), np.nan)
    asked = ask_by_default(basis(), row)
    labels = {"column.budget": "Budget", "column.industry": "Industry", "column.rating": "Rating"}
    telling = [entry for entry in evidence().asking if entry.points >= LEAST_POINTS_SHOWN]
    assert 0 < len(telling) < len(evidence().asking)
    names = [learned().bundle.spec.features[entry.position].name for entry in telling]
    assert [question.field for question in asked] == [labels[name] for name in names]
    assert [question.points for question in asked] == [round(entry.points, 1) for entry in telling]
    row[position("column.budget")] = 5.0
    assert "Budget" not in {question.field for question in ask_by_default(basis(), row)}


@pytest.mark.parametrize(
    ("language", "budget", "rating"),
    [
        ("en", "What budget do they have in mind?", "What is their answer to “Rating”?"),
        ("de", "Mit welchem Budget rechnen Sie dafür?", "Wie lautet die Antwort auf „Rating“?"),
    ],
)
def test_a_second_field_of_the_same_part_is_asked_for_by_its_name(language: str, budget: str, rating: str) -> None:
    strong = replace(evidence(), asking=tuple(replace(entry, points=9.0) for entry in evidence().asking))
    speaking = replace(basis(), wording=wording_in(language), rates=strong)
    row = np.full(len(speaking.spec.features), np.nan)
    questions = {question.field: question.question for question in ask_by_default(speaking, row)}
    assert (questions["Budget"], questions["Rating"]) == (budget, rating)


def test_each_part_tells_its_fields_known_or_not() -> None:
    row = np.full(len(learned().bundle.spec.features), np.nan)
    row[position("column.industry")] = 1.0
    fields = told(row)
    assert [field.as_dict() for field in fields.need] == [
        {"field": "Industry", "known": True, "value": "value of Industry", "points": 1},
        {"field": "Rating", "known": False, "value": None, "points": 4},
    ]
    assert [field.known for field in fields.budget] == [False]
    assert (fields.authority, fields.timeline) == ((), ())


def without_evidence() -> Basis:
    return replace(basis(), rates=None)


def without_candidates() -> Basis:
    return replace(basis(), rates=replace(evidence(), candidates=(), asking=()))


def without_tags() -> Basis:
    spec = basis().spec
    return replace(basis(), spec=replace(spec, signals=tuple(replace(s, bant=None) for s in spec.signals)))


@pytest.mark.parametrize("poor", [without_evidence, without_candidates, without_tags])
def test_a_bundle_that_knows_no_values_or_no_tags_asks_nothing(poor: Any) -> None:
    matrix = np.full((2, len(learned().bundle.spec.features)), np.nan)
    assert ask_exactly(poor(), matrix) == [(), ()]
    assert ask_by_default(poor(), matrix[0]) == ()


def test_hostile_cells_are_asked_about_all_the_same() -> None:
    matrix = np.full((3, len(learned().bundle.spec.features)), np.inf)
    matrix[1] = -1e300
    matrix[:, position("column.budget")] = np.nan
    for questions in ask_exactly(basis(), matrix):
        assert [question.field for question in questions] == ["Budget"]
        assert np.isfinite(questions[0].points)


def test_no_leads_are_asked_nothing() -> None:
    assert ask_exactly(basis(), known(1).matrix[:0]) == []
