"""Score bands: leads around a score, their rates, and intervals that count a lead once however often it was seen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.reference_rates import learn_bands
from leadscore.model.learning.reference_rates.score_bands import (
    BLOCK_LEADS,
    CARRIED_OVER,
    LEVEL,
    MAX_BLOCKS,
    MIN_CONVERTED,
    MIN_LEADS,
    WIDE,
    rate_of,
)
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.rates import ScoreBands

Scored = tuple[np.ndarray, EvaluationSet]


def scored(seed: int, n: int, *, looks: int = 1, spread: float = 1.0, middle: float = -2.0) -> Scored:
    """Log-odds that are true, and what happened; every look at a lead shares its fate."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(middle, spread, n)
    converted = rng.random(n) < sigmoid(log_odds)
    lead = np.repeat(np.arange(n), looks)
    weights = np.tile(1 / np.arange(1, looks + 1), n)
    return log_odds[lead], EvaluationSet(converted[lead], weights, lead)


def within(bands: ScoreBands, block: int, log_odds: np.ndarray) -> np.ndarray:
    """The rows of a block's band."""
    low, high = bands.reach(block)
    return (log_odds >= low) & (log_odds < high)


def test_a_band_of_single_looks_has_the_textbook_interval() -> None:
    log_odds, evaluation_set = scored(0, 4000)
    bands = learn_bands(log_odds, evaluation_set)
    assert len(bands.rates) == MAX_BLOCKS
    for block in range(len(bands.rates)):
        rows = within(bands, block, log_odds)
        won, n = int(evaluation_set.converted[rows].sum()), int(rows.sum())
        assert bands.leads[block] == n
        assert bands.rates[block] == pytest.approx(won / n)
        counted = CARRIED_OVER * won + 0.5, CARRIED_OVER * (n - won) + 0.5
        expected = beta.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], *counted)
        assert [bands.low[block], bands.high[block]] == pytest.approx(expected, abs=1e-9)


def test_a_band_reaches_about_as_far_up_as_down_and_no_farther_than_it_must() -> None:
    log_odds, evaluation_set = scored(0, 4000)
    bands = learn_bands(log_odds, evaluation_set)
    middles = np.array([log_odds[bands.of(log_odds) == block].mean() for block in range(len(bands.rates))])
    for block, (first, last) in enumerate(zip(bands.first, bands.last, strict=True)):
        won = len(np.unique(evaluation_set.lead[within(bands, block, log_odds) & evaluation_set.converted]))
        assert won >= 25 or middles[last] - middles[first] >= WIDE
        if (
            first > 0 and last < len(middles) - 1
        ):  # the next block on one side is never nearer than the last on the other
            assert middles[last] - middles[block] <= middles[block] - middles[first - 1]
            assert middles[block] - middles[first] <= middles[last + 1] - middles[block]


def test_the_best_leads_are_not_grouped_with_middling_ones() -> None:
    log_odds, evaluation_set = scored(5, 6000, spread=1.5)
    bands = learn_bands(log_odds, evaluation_set)
    low, _ = bands.reach(len(bands.rates) - 1)
    assert low > np.quantile(log_odds, 0.97)


def test_two_bands_differ_by_a_whole_block() -> None:
    log_odds, evaluation_set = scored(6, 1500, looks=2)
    bands = learn_bands(log_odds, evaluation_set)
    block = bands.of(log_odds)
    leads = [len(np.unique(evaluation_set.lead[block == number])) for number in range(len(bands.rates))]
    assert min(leads) >= BLOCK_LEADS


def test_looking_at_every_lead_again_makes_no_rate_surer() -> None:
    once, often = (learn_bands(*scored(1, 2000, looks=looks)) for looks in (1, 5))
    at = np.linspace(-4, 0, 20)
    np.testing.assert_allclose(np.array(often.low)[often.of(at)], np.array(once.low)[once.of(at)], atol=0.03)
    np.testing.assert_allclose(np.array(often.high)[often.of(at)], np.array(once.high)[once.of(at)], atol=0.03)


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
def test_no_band_is_too_small(seed: int, n: int, looks: int, middle: float) -> None:
    log_odds, evaluation_set = scored(seed, n, looks=looks, middle=middle)
    bands = learn_bands(log_odds, evaluation_set)
    assert bands.fits
    for block, (low, rate, high) in enumerate(zip(bands.low, bands.rates, bands.high, strict=True)):
        assert 0 <= low <= rate <= high <= 1
        rows = within(bands, block, log_odds)
        assert bands.leads[block] == len(np.unique(evaluation_set.lead[rows]))
        if not rows.all():
            assert bands.leads[block] >= MIN_LEADS
            assert len(np.unique(evaluation_set.lead[rows & evaluation_set.converted])) >= MIN_CONVERTED


@pytest.mark.parametrize("outcome", [True, False])
def test_leads_that_all_ended_alike_have_an_interval_of_some_width(outcome: bool) -> None:
    n = 100
    evaluation_set = EvaluationSet(np.full(n, outcome), np.ones(n), np.arange(n))
    bands = learn_bands(np.zeros(n), evaluation_set)
    assert bands.rates == (float(outcome),)
    assert bands.high[0] - bands.low[0] == pytest.approx(beta.ppf(0.9, 0.5, CARRIED_OVER * n + 0.5))
    assert (bands.high if outcome else bands.low) == (float(outcome),)


def test_equal_scores_stay_in_one_block() -> None:
    _, evaluation_set = scored(3, 3000)
    bands = learn_bands(np.repeat([-3.0, 1.0], 1500), evaluation_set)
    assert bands.edges == (-1.0,)
    assert bands.leads == (1500, 1500)
    assert bands.reach(0) == (-np.inf, -1.0)
    assert bands.reach(1) == (-1.0, np.inf)


@pytest.mark.parametrize("shift", [-1.5, 0.7])
def test_what_drift_adds_to_the_intercept_moves_edges_and_rates_alike(shift: float) -> None:
    log_odds, evaluation_set = scored(4, 3000)
    still, moved = learn_bands(log_odds, evaluation_set), learn_bands(log_odds, evaluation_set, shift=shift)

    def odds(rates: tuple[float, ...]) -> np.ndarray:
        return np.asarray(np.log(np.array(rates) / (1 - np.array(rates))))

    np.testing.assert_array_equal(moved.of(log_odds + shift), still.of(log_odds))
    for name in ("rates", "low", "high"):
        np.testing.assert_allclose(odds(getattr(moved, name)), odds(getattr(still, name)) + shift, atol=1e-9)


def test_a_shift_leaves_none_and_all_finite() -> None:
    evaluation_set = EvaluationSet(np.zeros(100, dtype=bool), np.ones(100), np.arange(100))
    moved = learn_bands(np.zeros(100), evaluation_set, shift=3.0)
    assert 0 <= moved.low[0] <= moved.rates[0] <= moved.high[0] < 0.3


def test_true_rates_lie_within_the_intervals_about_as_often_as_they_should() -> None:
    inside = np.concatenate([_held(*scored(seed, 1500, looks=3)) for seed in range(40)])
    assert len(inside) > 300
    assert inside.mean() == pytest.approx(LEVEL, abs=0.06)


def _held(log_odds: np.ndarray, evaluation_set: EvaluationSet) -> np.ndarray:
    bands, truth = learn_bands(log_odds, evaluation_set), sigmoid(log_odds)
    rows = [within(bands, block, log_odds) for block in range(len(bands.rates))]
    means = [np.average(truth[own], weights=evaluation_set.weights[own]) for own in rows]
    return (np.array(bands.low) <= means) & (means <= np.array(bands.high))
