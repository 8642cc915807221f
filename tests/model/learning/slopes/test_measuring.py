"""Slopes against a known truth: what holds, what says nothing, what misleads, and what cannot be told."""

from dataclasses import replace

import numpy as np
import pytest

from leadscore.model.arrays import Floats
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.slopes import measure_slopes
from leadscore.model.scoring.contributions.additive import sigmoid

N = 4_000
WORTH = np.array([1.0, 0.0, -1.0, 0.5])


def drawn(seed: int, *, looks: int = 1, n: int = N) -> tuple[Floats, Floats, EvaluationSet]:
    """Contributions of four signals that are truly worth 1, 0, -1 and 0.5 of what they say; equal looks per lead."""
    rng = np.random.default_rng(seed)
    contributions = rng.normal(scale=0.5, size=(n, len(WORTH)))
    converted = rng.random(n) < sigmoid(-1.0 + contributions @ WORTH)
    rows = np.repeat(np.arange(n), looks)
    log_odds = -1.0 + contributions.sum(axis=1)
    return contributions[rows], log_odds[rows], EvaluationSet(converted[rows], np.ones(len(rows)), rows)


def true_slopes() -> Floats:
    """The slope of each signal where the offset is wrong about the others, by a simulation of many leads."""
    contributions, log_odds, evaluation_set = drawn(99, n=400_000)
    return measure_slopes(contributions, log_odds, evaluation_set).value


def test_a_slope_tells_what_holds_from_what_says_nothing_and_what_misleads() -> None:
    slopes = measure_slopes(*drawn(0))
    assert slopes.surely_positive.tolist() == [True, False, False, True]
    assert slopes.surely_too_high.tolist() == [False, True, True, True]
    assert slopes.gain[0] > 0 > slopes.gain[1] > slopes.gain[2]


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    truth = true_slopes()
    found = [measure_slopes(*drawn(seed)) for seed in range(100)]
    held = np.mean([(slopes.low <= truth) & (truth <= slopes.high) for slopes in found], axis=0)
    assert (held >= 0.88).all()


def test_a_lead_that_is_looked_at_more_often_makes_nothing_surer() -> None:
    once, often = measure_slopes(*drawn(1)), measure_slopes(*drawn(1, looks=5))
    np.testing.assert_allclose(often.value, once.value, atol=1e-6)
    np.testing.assert_allclose(often.error, once.error, rtol=1e-6)


def test_a_constant_added_to_a_contribution_changes_nothing() -> None:
    contributions, log_odds, evaluation_set = drawn(2)
    moved = measure_slopes(contributions + 3.0, log_odds, evaluation_set)
    np.testing.assert_allclose(moved.value, measure_slopes(contributions, log_odds, evaluation_set).value, atol=1e-6)


@pytest.mark.parametrize("case", ["without variance", "carried by few leads", "too few conversions", "one class"])
def test_what_cannot_be_told_is_said_to_be_unknown(case: str) -> None:
    contributions, log_odds, evaluation_set = drawn(3)
    converted = evaluation_set.converted.copy()
    if case == "without variance":
        contributions[:, 0] = 0.2
    if case == "carried by few leads":
        contributions[:, 0] = np.arange(N) < 10
    if case == "too few conversions":
        converted[np.flatnonzero(converted)[19:]] = False
    if case == "one class":
        converted[:] = True
    slopes = measure_slopes(contributions, log_odds, replace(evaluation_set, converted=converted))
    assert not slopes.known[0]
    assert not slopes.surely_positive[0]
    assert slopes.known[1] == (case in ("without variance", "carried by few leads"))
    assert np.isfinite(slopes.gain).all()
