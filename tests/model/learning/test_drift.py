"""The drift gate: silent while probabilities hold, loud when they do not, and moving nothing but the intercept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.drift_gate import gate
from leadscore.model.arrays import Floats
from leadscore.model.card import plain
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.drift import Drift, measure_drift, shifted
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.scoring.contributions.additive import AdditiveModel, LinearPart, sigmoid

Floats = Floats
SPEC = FeatureSpec((), (Signal("x", "X", "fit"),), (Feature("x", "x", "numeric", "x"),), dated=False)


def drawn(n: int, *, off: float, seed: int = 0, looks: int = 1) -> tuple[Floats, EvaluationSet]:
    """Predicted log-odds, and leads whose true log-odds are so far off; every look at a lead has its label."""
    rng = np.random.default_rng(seed)
    log_odds = np.repeat(rng.normal(-1.5, 1.0, n), looks)
    converted = np.repeat(rng.random(n) < sigmoid(log_odds[::looks] + off), looks)
    weights = 1.0 / np.tile(np.arange(1, looks + 1), n)
    return log_odds, EvaluationSet(converted, weights, np.repeat(np.arange(n), looks))


def test_probabilities_that_hold_seldom_fire_whatever_the_looks_at_a_lead() -> None:
    z = [measure_drift(*drawn(500, off=0.0, seed=seed, looks=4)).z for seed in range(200)]
    assert np.std(z) == pytest.approx(1.0, abs=0.15)
    assert np.mean(z) == pytest.approx(0.0, abs=0.25)


def test_one_look_a_lead_gives_the_textbook_standard_error() -> None:
    log_odds, evaluation_set = drawn(2_000, off=0.3)
    residual = evaluation_set.converted - sigmoid(log_odds)
    assert measure_drift(log_odds, evaluation_set).z == pytest.approx(residual.sum() / np.sqrt((residual**2).sum()))


def test_a_gate_that_does_not_fire_moves_nothing() -> None:
    drift = measure_drift(*drawn(500, off=0.0))
    assert not drift.fired
    assert drift.shift == 0.0


@pytest.mark.parametrize("off", [-1.0, 0.8, 1.5])
def test_a_gate_that_fires_finds_how_far_the_log_odds_are_off(off: float) -> None:
    log_odds, evaluation_set = drawn(4_000, off=off, looks=2)
    drift = measure_drift(log_odds, evaluation_set)
    assert drift.fired
    assert np.sign(drift.z) == np.sign(off)
    assert drift.shift == pytest.approx(off, abs=0.2)
    assert np.average(sigmoid(log_odds + drift.shift), weights=evaluation_set.weights) == pytest.approx(
        drift.observed, abs=1e-9
    )
    assert drift.predicted == pytest.approx(np.average(sigmoid(log_odds), weights=evaluation_set.weights))
    assert drift.leads == 4_000


def test_the_shift_is_that_of_the_later_half() -> None:
    (early, before), (late, after) = drawn(3_000, off=0.4, seed=1), drawn(3_000, off=1.2, seed=2)
    order = np.random.default_rng(0).permutation(6_000)
    both = EvaluationSet(
        np.r_[before.converted, after.converted][order], np.ones(6_000), np.r_[before.lead, 3_000 + after.lead][order]
    )
    drift = measure_drift(np.r_[early, late][order], both, order=np.arange(6_000)[order])
    assert drift.shift == pytest.approx(measure_drift(late, after).shift)
    assert drift.shift == pytest.approx(1.2, abs=0.2)


def test_companies_whose_leads_convert_together_count_as_one_thing_that_happened() -> None:
    log_odds, evaluation_set = np.zeros(400), EvaluationSet(np.arange(400) < 230, np.ones(400), np.arange(400))
    together = EvaluationSet(
        evaluation_set.converted, evaluation_set.weights, evaluation_set.lead, np.arange(400) // 10
    )
    assert measure_drift(log_odds, together).z == pytest.approx(measure_drift(log_odds, evaluation_set).z / np.sqrt(10))


@pytest.mark.parametrize("outcome", [True, False])
def test_where_all_leads_end_alike_the_shift_stays_finite(outcome: bool) -> None:
    evaluation_set = EvaluationSet(np.full(200, outcome), np.ones(200), np.arange(200))
    drift = measure_drift(np.zeros(200), evaluation_set)
    assert drift.fired
    assert drift.shift == pytest.approx((1 if outcome else -1) * np.log(399), abs=1e-6)


@given(st.integers(0, 10_000), st.floats(-30, 30), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_whatever_is_predicted_the_shift_makes_both_agree_or_is_zero(seed: int, off: float, looks: int) -> None:
    log_odds, evaluation_set = drawn(120, off=off, seed=seed, looks=looks)
    drift = measure_drift(log_odds, evaluation_set)
    after = np.average(sigmoid(log_odds + drift.shift), weights=evaluation_set.weights)
    half_a_lead = 0.5 / 120
    expected = np.clip(drift.observed, half_a_lead, 1 - half_a_lead) if drift.fired else drift.predicted
    assert after == pytest.approx(expected, abs=1e-9)


def test_predictions_that_are_exactly_right_do_not_fire() -> None:
    evaluation_set = EvaluationSet(np.array([True, False]), np.ones(2), np.arange(2))
    assert measure_drift(np.array([800.0, -800.0]), evaluation_set).z == 0.0


def test_a_drift_is_reported_in_plain_values() -> None:
    told = Drift(4.0, 0.5, 0.2, 0.1, 70).result()
    assert plain(told) == {"fired": True, "z": 4.0, "shift": 0.5, "observed": 0.2, "predicted": 0.1, "leads": 70}


def test_only_the_intercept_is_moved() -> None:
    model = AdditiveModel("tree\n", LinearPart(), -1.0)
    assert shifted(model, Drift(4.0, 0.5, 0.2, 0.1, 70)) == AdditiveModel("tree\n", LinearPart(), -0.5)


def in_order(n: int, *, off: float) -> BoostingRows:
    """Rows in order of time, two a lead, whose log-odds rise by so much for the latest fifth."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=n)
    late = np.arange(n) >= 0.8 * n
    converted = np.repeat(rng.random(n) < sigmoid(x - 1.5 + off * late), 2)
    return BoostingRows(np.repeat(x, 2)[:, None], converted, np.tile([1.0, 0.5], n), (), np.repeat(np.arange(n), 2))


@pytest.mark.parametrize(("off", "fires"), [(0.0, False), (1.0, True)])
def test_the_gate_learns_from_the_oldest_and_scores_the_latest_leads(off: float, fires: bool) -> None:
    rows = in_order(3_000, off=off)
    drift = gate(rows, np.arange(6_000), SPEC, BoostingRun(0, 1))
    assert drift.fired == fires
    assert drift.shift == pytest.approx(off, abs=0.25)
    assert drift.leads == 600


def test_the_gate_does_not_depend_on_the_order_of_rows_of_one_moment() -> None:
    rows = in_order(1_000, off=0.5)
    day = np.arange(2_000) // 20
    winners_first = np.lexsort((~rows.converted, day))
    assert (
        gate(rows, day, SPEC, BoostingRun(0, 1)).leads
        == gate(rows.take(winners_first), day[winners_first], SPEC, BoostingRun(0, 1)).leads
    )
    assert gate(rows, day, SPEC, BoostingRun(0, 1)).leads == 200


def test_a_gate_whose_oldest_leads_all_ended_alike_is_refused() -> None:
    rows = in_order(500, off=0.0)
    late_wins = BoostingRows(rows.matrix, np.arange(1_000) >= 900, rows.weights, (), rows.lead)
    with pytest.raises(NotEnoughDataError, match="do not hold both outcomes"):
        gate(late_wins, np.arange(1_000), SPEC, BoostingRun(0, 1))


def test_rows_all_of_one_moment_have_no_past_to_learn_from() -> None:
    with pytest.raises(NotEnoughDataError, match="do not hold both outcomes"):
        gate(in_order(300, off=0.0), np.zeros(600), SPEC, BoostingRun(0, 1))
