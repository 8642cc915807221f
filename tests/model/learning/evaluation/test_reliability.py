"""Calibration by hand, in closed form, and against chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss

from leadscore.model.arrays import Floats, Mask
from leadscore.model.learning.evaluation import EvaluationSet, calibration_curve
from leadscore.model.learning.evaluation.reliability import ERROR_BINS, brier_parts, calibration_error, equal_mass_bins

Floats = Floats


def true_to(probability: Floats, seed: int) -> EvaluationSet:
    """Leads of one row each that convert as the probabilities say."""
    n = len(probability)
    return EvaluationSet(np.random.default_rng(seed).random(n) < probability, np.ones(n), np.arange(n))


def by_hand(rates: list[tuple[float, int, int]]) -> tuple[EvaluationSet, Floats]:
    """Predicted rate, leads and conversions of each group."""
    converted = np.concatenate([np.arange(leads) < won for _, leads, won in rates])
    probability = np.concatenate([np.full(leads, predicted) for predicted, leads, _ in rates])
    return EvaluationSet(converted, np.ones(len(converted)), np.arange(len(converted))), probability


def test_the_error_is_the_mean_distance_of_predicted_and_observed_rates() -> None:
    evaluation_set, p = by_hand([(0.1, 50, 10), (0.4, 50, 20), (0.8, 100, 70)])
    found = calibration_error(evaluation_set, p, seed=0)
    assert found.ece == pytest.approx(0.25 * 0.1 + 0.25 * 0.0 + 0.5 * 0.1)


def test_the_parts_of_the_brier_score_by_hand() -> None:
    evaluation_set, p = by_hand([(0.1, 50, 10), (0.4, 50, 20), (0.8, 100, 70)])
    assert vars(brier_parts(evaluation_set, p)) == pytest.approx(
        {
            "reliability": 0.25 * 0.01 + 0.5 * 0.01,
            "resolution": 0.25 * 0.3**2 + 0.25 * 0.1**2 + 0.5 * 0.2**2,
            "uncertainty": 0.25,
        }
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(np.linspace(0.05, 0.95, 8).tolist()), st.booleans(), st.floats(0.1, 3)),
        min_size=5,
        max_size=60,
    )
)
def test_with_one_prediction_a_bin_the_parts_add_up_to_the_brier_score(rows: list[tuple[float, bool, float]]) -> None:
    p, converted, weights = (np.array(values) for values in zip(*rows, strict=True))
    evaluation_set = EvaluationSet(converted, weights, np.arange(len(rows)))
    position = equal_mass_bins(evaluation_set, p, n_bins=ERROR_BINS)
    alone = all(len(np.unique(p[position == place])) == 1 for place in np.unique(position))
    parts = brier_parts(evaluation_set, p)
    residual = brier_score_loss(converted, p, sample_weight=weights, labels=[False, True]) - (
        parts.reliability - parts.resolution + parts.uncertainty
    )
    within = sum(
        _within(p[position == place], converted[position == place], weights[position == place])
        for place in np.unique(position)
    )
    assert residual == pytest.approx(within / weights.sum(), abs=1e-12)
    assert not alone or residual == pytest.approx(0, abs=1e-12)


def _within(p: Floats, converted: Mask, weights: Floats) -> float:
    """Weighted variance of the predictions of a bin, less twice their covariance with the labels (Stephenson 2008)."""
    apart = p - np.average(p, weights=weights)
    return float(weights @ apart**2 - 2 * weights @ (apart * converted))


def test_perfectly_true_probabilities_show_the_error_that_the_floor_foretells() -> None:
    rng = np.random.default_rng(0)
    p = rng.beta(2, 3, 1100)
    found = [calibration_error(true_to(p, seed), p, seed=seed) for seed in range(40)]
    errors = np.array([one.ece for one in found])
    assert errors.mean() == pytest.approx(0.04, abs=0.01)
    assert found[0].floor_mean == pytest.approx(errors.mean(), rel=0.1)
    assert np.mean(errors > [one.floor_high for one in found]) <= 0.15


def test_probabilities_that_are_off_stand_out_of_the_floor() -> None:
    p = np.random.default_rng(0).beta(2, 3, 1100)
    found = calibration_error(true_to(p, 1), np.clip(p + 0.1, 0, 1), seed=0)
    assert found.ece == pytest.approx(0.1, abs=0.02)
    assert found.floor_high < 0.06


def test_the_floor_is_as_high_for_leads_seen_twice_as_for_leads_seen_once() -> None:
    p = np.random.default_rng(0).beta(2, 3, 800)
    once = true_to(p, 1)
    twice = EvaluationSet(np.tile(once.converted, 2), np.full(1600, 0.5), np.tile(once.lead, 2))
    doubled, single = calibration_error(twice, np.tile(p, 2), seed=0), calibration_error(once, p, seed=0)
    assert vars(doubled) == pytest.approx(vars(single))


def test_more_leads_lower_the_floor() -> None:
    p = np.random.default_rng(0).beta(2, 3, 400)
    few, many = (calibration_error(true_to(rows, 1), rows, seed=0).floor_mean for rows in (p, np.tile(p, 16)))
    assert many == pytest.approx(few / 4, rel=0.15)


def test_bins_have_equal_weight() -> None:
    rng = np.random.default_rng(0)
    evaluation_set = EvaluationSet(rng.random(3000) < 0.3, rng.uniform(0.1, 1, 3000), np.arange(3000))
    position = equal_mass_bins(evaluation_set, rng.random(3000), n_bins=10)
    np.testing.assert_allclose(
        np.bincount(position, evaluation_set.weights), evaluation_set.weights.sum() / 10, rtol=0.02
    )


def test_equal_predictions_share_a_bin_whatever_their_order() -> None:
    evaluation_set, p = by_hand([(0.1, 90, 10), (0.2, 5, 2), (0.3, 5, 2)])
    assert equal_mass_bins(evaluation_set, p, n_bins=10).tolist() == [0] * 90 + [1] * 10
    assert calibration_error(evaluation_set, np.full(100, 0.14), seed=0).ece == pytest.approx(0)


def test_the_curve_has_ten_rising_points_and_counts_leads() -> None:
    p = np.sort(np.random.default_rng(0).random(2000))
    rows = true_to(p, 0)
    curve = calibration_curve(EvaluationSet(rows.converted, rows.weights, np.repeat(np.arange(1000), 2)), p)
    assert [point.leads for point in curve] == [100] * 10
    assert [point.predicted for point in curve] == sorted(point.predicted for point in curve)
    assert curve[3].predicted == pytest.approx(p[600:800].mean())
    assert curve[3].observed == pytest.approx(rows.converted[600:800].mean())
