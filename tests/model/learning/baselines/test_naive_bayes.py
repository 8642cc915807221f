"""Naive Bayes by hand."""

from dataclasses import replace

import numpy as np
import pytest

from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.baselines import fit_naive_bayes
from leadscore.model.learning.learner.boosting import BoostingRows

SPEC = FeatureSpec(
    (InputColumn("kind", "category", ("a", "b")),),
    (Signal("kind", "Kind", "fit"),),
    (Feature("kind", "kind", "category", "kind", levels=("a", "b")),),
    dated=False,
)
ROWS = BoostingRows(
    np.array([[0.0], [0.0], [1.0], [1.0], [np.nan]]),
    np.array([True, True, True, False, False]),
    np.ones(5),
    (0,),
)


def test_a_value_multiplies_the_prior_by_its_shares() -> None:
    won, lost = 3 / 5 * (2.1 / 3.2), 2 / 5 * (0.1 / 1.2)
    found = fit_naive_bayes(ROWS, SPEC).probability(np.array([[0.0]]))
    assert found[0] == pytest.approx(won / (won + lost))


def test_a_lead_that_weighs_half_is_counted_half() -> None:
    rows = replace(ROWS, weights=np.array([0.5, 1.0, 1.0, 0.5, 1.0]))
    won, lost = 2.5 / 4 * (1.6 / 2.7), 1.5 / 4 * (0.1 / 0.7)
    found = fit_naive_bayes(rows, SPEC).probability(np.array([[0.0]]))
    assert found[0] == pytest.approx(won / (won + lost))


@pytest.mark.parametrize("value", [np.nan, 2.0])
def test_a_missing_or_new_value_says_nothing(value: float) -> None:
    assert fit_naive_bayes(ROWS, SPEC).probability(np.array([[value]]))[0] == pytest.approx(3 / 5)


def test_certainty_is_clamped() -> None:
    rows = BoostingRows(
        np.repeat([[0.0], [1.0]], 100_000, axis=0), np.repeat([True, False], 100_000), np.ones(200_000), (0,)
    )
    found = fit_naive_bayes(rows, SPEC).probability(np.array([[0.0], [1.0]]))
    assert found.tolist() == [0.9999, 0.0001]
