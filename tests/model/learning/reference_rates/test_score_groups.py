"""Score groups: their rates, and intervals that count a lead once however often it was looked at."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.reference_rates import learn_groups
from leadscore.model.learning.reference_rates.score_groups import (
    CONVERTED_PER_GROUP,
    LEVEL,
    MAX_GROUPS,
    MIN_CONVERTED,
    MIN_LEADS,
    rate_of,
)
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.rates import ScoreGroups

Scored = tuple[np.ndarray, EvaluationSet]


def scored(seed: int, n: int, *, looks: int = 1, spread: float = 1.0, middle: float = -2.0) -> Scored:
    """Log-odds that are true, and what happened; every look at a lead shares its fate."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(middle, spread, n)
    converted = rng.random(n) < sigmoid(log_odds)
    lead = np.repeat(np.arange(n), looks)
    weights = np.tile(1 / np.arange(1, looks + 1), n)
    return log_odds[lead], EvaluationSet(converted[lead], weights, lead)


def test_a_group_of_single_looks_has_the_textbook_interval() -> None:
    log_odds, evaluation_set = scored(0, 4000)
    groups = learn_groups(log_odds, evaluation_set)
    assert len(groups.rates) == MAX_GROUPS
    for number in range(len(groups.rates)):
        rows = groups.of(log_odds) == number
        won, n = int(evaluation_set.converted[rows].sum()), int(rows.sum())
        assert groups.leads[number] == n
        assert groups.rates[number] == pytest.approx(won / n)
        expected = beta.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], won + 0.5, n - won + 0.5)
        assert [groups.low[number], groups.high[number]] == pytest.approx(expected, abs=1e-9)


def test_looking_at_every_lead_again_makes_no_rate_surer() -> None:
    once, often = (learn_groups(*scored(1, 2000, looks=looks)) for looks in (1, 5))
    np.testing.assert_allclose(often.low, once.low, atol=0.02)
    np.testing.assert_allclose(often.high, once.high, atol=0.02)
    assert sum(often.leads) == sum(once.leads) == 2000


def test_leads_that_share_a_fate_make_a_rate_less_sure() -> None:
    _, evaluation_set = scored(2, 2000, spread=0.0)
    company = np.arange(2000) // 20
    fate = np.random.default_rng(0).random(100) < 0.2
    alone = rate_of(EvaluationSet(fate[company], evaluation_set.weights, evaluation_set.lead))
    together = rate_of(EvaluationSet(fate[company], evaluation_set.weights, evaluation_set.lead, company))
    assert alone.effective == pytest.approx(2000, rel=0.01)
    assert together.effective == pytest.approx(100, rel=0.05)


@given(st.integers(0, 10_000), st.integers(20, 1500), st.integers(1, 3), st.floats(-4, 2))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_groups_are_as_many_as_conversions_allow_and_none_is_too_small(
    seed: int, n: int, looks: int, middle: float
) -> None:
    log_odds, evaluation_set = scored(seed, n, looks=looks, middle=middle)
    groups = learn_groups(log_odds, evaluation_set)
    converted = len(np.unique(evaluation_set.lead[evaluation_set.converted]))
    assert 1 <= len(groups.rates) <= min(max(converted // CONVERTED_PER_GROUP, 1), MAX_GROUPS)
    assert list(groups.edges) == sorted(set(groups.edges))
    for number, (low, rate, high) in enumerate(zip(groups.low, groups.rates, groups.high, strict=True)):
        assert 0 <= low <= rate <= high <= 1
        rows = groups.of(log_odds) == number
        assert groups.leads[number] == len(np.unique(evaluation_set.lead[rows]))
        if len(groups.rates) > 1:
            assert groups.leads[number] >= MIN_LEADS
            assert len(np.unique(evaluation_set.lead[rows & evaluation_set.converted])) >= MIN_CONVERTED


@pytest.mark.parametrize("outcome", [True, False])
def test_leads_that_all_ended_alike_have_an_interval_of_some_width(outcome: bool) -> None:
    n = 100
    evaluation_set = EvaluationSet(np.full(n, outcome), np.ones(n), np.arange(n))
    groups = learn_groups(np.zeros(n), evaluation_set)
    assert groups.rates == (float(outcome),)
    assert groups.high[0] - groups.low[0] == pytest.approx(beta.ppf(0.9, 0.5, n + 0.5))
    assert (groups.high if outcome else groups.low) == (float(outcome),)


def test_equal_scores_stay_in_one_group() -> None:
    _, evaluation_set = scored(3, 3000)
    groups = learn_groups(np.repeat([-3.0, 1.0], 1500), evaluation_set)
    assert groups.edges == (-1.0,)
    assert groups.leads == (1500, 1500)


@pytest.mark.parametrize("shift", [-1.5, 0.7])
def test_what_drift_adds_to_the_intercept_moves_edges_and_rates_alike(shift: float) -> None:
    log_odds, evaluation_set = scored(4, 3000)
    still, moved = learn_groups(log_odds, evaluation_set), learn_groups(log_odds, evaluation_set, shift=shift)

    def odds(rates: tuple[float, ...]) -> np.ndarray:
        return np.asarray(np.log(np.array(rates) / (1 - np.array(rates))))

    np.testing.assert_array_equal(moved.of(log_odds + shift), still.of(log_odds))
    for name in ("rates", "low", "high"):
        np.testing.assert_allclose(odds(getattr(moved, name)), odds(getattr(still, name)) + shift, atol=1e-9)


def test_a_shift_leaves_none_and_all_finite() -> None:
    evaluation_set = EvaluationSet(np.zeros(100, dtype=bool), np.ones(100), np.arange(100))
    moved = learn_groups(np.zeros(100), evaluation_set, shift=3.0)
    assert 0 <= moved.low[0] <= moved.rates[0] <= moved.high[0] < 0.3


def test_true_rates_lie_within_the_intervals_about_as_often_as_they_should() -> None:
    inside = np.concatenate([_held(*scored(seed, 1500, looks=3)) for seed in range(40)])
    assert len(inside) > 300
    assert inside.mean() == pytest.approx(LEVEL, abs=0.06)


def _held(log_odds: np.ndarray, evaluation_set: EvaluationSet) -> np.ndarray:
    groups: ScoreGroups = learn_groups(log_odds, evaluation_set)
    group, truth = groups.of(log_odds), sigmoid(log_odds)
    means = [
        np.average(truth[group == g], weights=evaluation_set.weights[group == g]) for g in range(len(groups.rates))
    ]
    return (np.array(groups.low) <= means) & (means <= np.array(groups.high))
