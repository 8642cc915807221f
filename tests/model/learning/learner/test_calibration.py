"""Straight lines on the log-odds."""

import numpy as np
import pytest

from leadscore.model.learning.learner.calibration import Line, calibration_line, fit_line


def test_a_known_line_is_found_again() -> None:
    rng = np.random.default_rng(0)
    margins = rng.normal(size=(60_000, 2))
    log_odds = -0.8 + margins @ np.array([0.7, 0.3])
    line = fit_line(margins, rng.random(60_000) < 1 / (1 + np.exp(-log_odds)), np.ones(60_000))
    assert line.intercept == pytest.approx(-0.8, abs=0.03)
    assert line.weights == pytest.approx((0.7, 0.3), abs=0.03)


def test_the_line_has_the_least_loss() -> None:
    rng = np.random.default_rng(1)
    margins, weights = rng.normal(0, 2, (500, 1)), rng.uniform(0.1, 1, 500)
    converted = rng.random(500) < 1 / (1 + np.exp(-margins[:, 0]))
    line = fit_line(margins, converted, weights)
    slope = weights * (1 / (1 + np.exp(-line.apply(margins))) - converted)
    assert slope.sum() / weights.sum() == pytest.approx(0, abs=1e-6)
    assert (slope @ margins[:, 0]) / weights.sum() == pytest.approx(0, abs=1e-6)


def test_a_margin_that_points_the_wrong_way_gets_no_weight() -> None:
    margins = np.linspace(-3, 3, 400)[:, None]
    converted = margins[:, 0] < 0
    assert fit_line(margins, converted, np.ones(400)).weights == (0.0,)
    assert fit_line(margins, converted, np.ones(400), non_negative=False).weights[0] < -1


@pytest.mark.parametrize(("n", "near"), [(40, 0.15), (100_000, 0.65)])
def test_a_pull_towards_equal_weights_is_felt_by_few_rows_alone(n: int, near: float) -> None:
    rng = np.random.default_rng(4)
    margins = rng.normal(size=(n, 2))
    converted = rng.random(n) < 1 / (1 + np.exp(-(margins @ np.array([1.2, 0.0]))))
    free, pulled = (fit_line(margins, converted, np.ones(n), pull=pull) for pull in (0.0, 20.0))
    assert abs(free.weights[0] - free.weights[1]) > 0.6
    assert pulled.weights[0] - 0.5 == pytest.approx(near, abs=0.1)
    assert pulled.weights[0] > pulled.weights[1] >= 0


def test_a_pulled_line_has_the_least_loss_with_its_penalty() -> None:
    rng = np.random.default_rng(5)
    margins, weights = rng.normal(0, 2, (300, 2)), rng.uniform(0.1, 1, 300)
    converted = rng.random(300) < 1 / (1 + np.exp(-margins[:, 0]))
    line = fit_line(margins, converted, weights, pull=7.0)
    slope = weights * (1 / (1 + np.exp(-line.apply(margins))) - converted)
    assert slope.sum() == pytest.approx(0, abs=1e-5)
    for k in range(2):
        assert slope @ margins[:, k] + 2 * 7.0 * (line.weights[k] - 0.5) == pytest.approx(0, abs=1e-5)


def test_margins_that_say_nothing_of_few_rows_get_no_wild_weights() -> None:
    """Constant trees differ by their fold's rate alone; without a pull their tiny differences were blown up."""
    rng = np.random.default_rng(6)
    margins = np.column_stack([rng.normal(0, 0.01, 80), rng.normal(size=80)])
    converted = rng.random(80) < 1 / (1 + np.exp(-margins[:, 1]))
    assert abs(fit_line(margins, converted, np.ones(80), non_negative=False).weights[0]) > 5
    assert fit_line(margins, converted, np.ones(80), non_negative=False, pull=5.0).weights[0] == pytest.approx(
        0.5, abs=0.2
    )


def test_rows_of_no_weight_have_no_effect() -> None:
    rng = np.random.default_rng(2)
    margins, converted = rng.normal(size=(200, 1)), rng.random(200) < 0.3
    weights = np.r_[np.ones(100), np.zeros(100)]
    there = fit_line(margins, converted, weights)
    alone = fit_line(margins[:100], converted[:100], np.ones(100))
    assert (there.intercept, *there.weights) == pytest.approx((alone.intercept, *alone.weights), abs=1e-6)


def test_a_line_is_applied_row_by_row() -> None:
    assert Line(1.0, (2.0, 3.0)).apply(np.array([[1.0, 0.0], [0.0, 1.0]])).tolist() == [3.0, 4.0]


@pytest.mark.parametrize("seed", range(4))
def test_the_quick_line_is_the_line_of_the_least_loss(seed: int) -> None:
    rng = np.random.default_rng(seed)
    margin, weights = rng.normal(rng.normal(0, 3), rng.uniform(0.1, 5), 500), rng.integers(0, 3, 500).astype(float)
    converted = rng.random(500) < 1 / (1 + np.exp(-rng.normal() - rng.normal() * margin / np.abs(margin).max()))
    line = fit_line(margin[:, None], converted, weights, non_negative=False)
    quick = calibration_line(margin, converted.astype(float), weights)
    assert quick == pytest.approx((line.intercept, line.weights[0]), abs=1e-3)


@pytest.mark.parametrize("size", [1e-3, 1.0, 14.0])
def test_the_quick_line_of_separated_labels_is_finite(size: float) -> None:
    margin = size * np.r_[-np.ones(50), np.ones(50)]
    intercept, slope = calibration_line(margin, (margin > 0).astype(float), np.ones(100))
    assert np.isfinite(intercept)
    assert 1 <= slope < np.inf
    assert calibration_line(margin, (margin < 0).astype(float), np.ones(100))[1] < -1 / size
