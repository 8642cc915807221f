"""Rescoring is the model itself on edited rows, and whole scores are those that scorings show."""

import numpy as np
import pytest
from advised import basis, known, learned

from leadscore.model.scoring.advice import basis as module
from leadscore.model.scoring.points import Explainer, whole
from leadscore.model.scoring.rates import Candidates


def some_values() -> Candidates:
    return next(found for found in learned().bundle.evidence.candidates if len(found.values) > 5)  # type: ignore[union-attr]


def test_scores_with_a_value_are_those_of_rows_that_hold_it() -> None:
    matrix, seen = known(1).matrix, some_values()
    scores = basis().scores_with(matrix, seen)
    assert scores.shape == (len(matrix), len(seen.values))
    for place, value in enumerate(seen.values):
        edited = matrix.copy()
        edited[:, seen.position] = value
        np.testing.assert_array_equal(scores[:, place], basis().scores(edited))


@pytest.mark.parametrize("rows_at_once", [1, 37, 100])
def test_how_many_rows_are_scored_at_once_has_no_effect(monkeypatch: pytest.MonkeyPatch, rows_at_once: int) -> None:
    matrix, seen = known(1).matrix, some_values()
    at_once = basis().scores_with(matrix, seen)
    monkeypatch.setattr(module, "ROWS_AT_ONCE", rows_at_once)
    np.testing.assert_array_equal(basis().scores_with(matrix, seen), at_once)


def test_whole_scores_are_those_of_a_scoring() -> None:
    matrix = known(2, 200).matrix
    shown = Explainer(learned().bundle).explain(matrix, most=1).points.score
    np.testing.assert_array_equal(whole(basis().scores(matrix)), shown)


def test_no_rows_have_no_scores() -> None:
    nothing = known(1).matrix[:0]
    assert basis().scores(nothing).shape == (0,)
    assert basis().scores_with(nothing, some_values()).shape == (0, len(some_values().values))
