"""Every figure against an independent formula, and intervals that come from leads."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics as reference

from leadscore.model.learning.evaluation import (
    METRICS,
    Judged,
    Ranking,
    captured,
    evaluate,
    log_loss_difference,
)

Floats = NDArray[np.float64]


def drawn(seed: int = 0, n: int = 400) -> tuple[Judged, Floats]:
    """Leads of which each is one row, and calibrated probabilities with ties."""
    rng = np.random.default_rng(seed)
    probability = np.round(rng.beta(1, 4, n), 2).clip(0.01, 0.99)
    return Judged(rng.random(n) < probability, np.ones(n), np.arange(n)), probability


def test_with_equal_weights_the_figures_are_those_of_scikit_learn() -> None:
    judged, p = drawn()
    found = {name: figure.value for name, figure in evaluate(judged, p, seed=0).items()}
    assert found["roc_auc"] == pytest.approx(reference.roc_auc_score(judged.converted, p))
    assert found["pr_auc"] == pytest.approx(reference.average_precision_score(judged.converted, p))
    assert found["log_loss"] == pytest.approx(-np.mean(np.log(np.where(judged.converted, p, 1 - p))))
    assert found["brier"] == pytest.approx(np.mean((p - judged.converted) ** 2))


def test_with_unequal_weights_the_figures_are_those_of_scikit_learn() -> None:
    judged, p = drawn(seed=5)
    weights = np.random.default_rng(0).uniform(0, 2, len(p)) * (np.arange(len(p)) % 7 > 0)
    found = {name: figure.value for name, figure in evaluate(replace(judged, weights=weights), p, seed=0).items()}
    assert found["roc_auc"] == pytest.approx(reference.roc_auc_score(judged.converted, p, sample_weight=weights))
    precision = reference.average_precision_score(judged.converted, p, sample_weight=weights)
    assert found["pr_auc"] == pytest.approx(precision)
    assert found["log_loss"] == pytest.approx(reference.log_loss(judged.converted, p, sample_weight=weights))
    assert found["brier"] == pytest.approx(reference.brier_score_loss(judged.converted, p, sample_weight=weights))


def test_a_whole_weight_counts_like_so_many_rows() -> None:
    judged, p = drawn()
    times = np.random.default_rng(1).integers(1, 4, len(p))
    weighed = Judged(judged.converted, times.astype(float), judged.lead)
    repeated = Judged(np.repeat(judged.converted, times), np.ones(times.sum()), np.repeat(judged.lead, times))
    one, other = evaluate(weighed, p, seed=0), evaluate(repeated, np.repeat(p, times), seed=0)
    for name in METRICS:
        assert one[name].value == pytest.approx(other[name].value, abs=1e-6)


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order() -> None:
    judged, p = drawn(n=80)
    won, lost = p[judged.converted], p[~judged.converted]
    pairs = (won[:, None] > lost[None, :]) + 0.5 * (won[:, None] == lost[None, :])
    assert evaluate(judged, p, seed=0)["roc_auc"].value == pytest.approx(pairs.mean())


@pytest.mark.parametrize(
    ("probability", "share", "expected"),
    [
        ([0.9, 0.8, 0.7, 0.6, 0.5], 0.2, 0.5),
        ([0.9, 0.8, 0.7, 0.6, 0.5], 0.4, 0.5),
        ([0.9, 0.8, 0.7, 0.6, 0.5], 0.6, 1.0),
        ([0.9, 0.8, 0.7, 0.6, 0.5], 0.1, 0.25),
        ([0.5, 0.5, 0.5, 0.5, 0.5], 0.4, 0.4),
        ([0.9, 0.5, 0.5, 0.1, 0.1], 0.4, 0.75),
        ([0.1, 0.2, 0.3, 0.4, 0.5], 0.2, 0.0),
        ([0.1, 0.2, 0.3, 0.4, 0.5], 1.0, 1.0),
    ],
)
def test_conversions_captured_among_the_best(probability: list[float], share: float, expected: float) -> None:
    converted = np.array([True, False, True, False, False])
    ranking = Ranking.of(converted, np.array(probability))
    assert captured(ranking, np.ones(5), share=share) == pytest.approx(expected)


def test_the_order_of_tied_rows_has_no_effect_on_what_is_captured() -> None:
    judged, p = drawn()
    order = np.random.default_rng(0).permutation(len(p))
    weights = np.linspace(0.1, 1, len(p))
    one, other = Ranking.of(judged.converted, p), Ranking.of(judged.converted[order], p[order])
    there = captured(other, weights[order][other.order], share=0.2)
    assert there == pytest.approx(captured(one, weights[one.order], share=0.2))


def test_lift_is_capture_over_share() -> None:
    judged, p = drawn()
    best = captured(Ranking.of(judged.converted, p), judged.weights, share=0.1)
    assert evaluate(judged, p, seed=0)["lift_at_10"].value == pytest.approx(best / 0.1)


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.5, 0.0), (2.0, 0.7)])
def test_the_calibration_line_finds_how_far_predictions_are_off(slope: float, intercept: float) -> None:
    rng = np.random.default_rng(0)
    margin = rng.normal(-1, 1, 40_000)
    converted = rng.random(40_000) < 1 / (1 + np.exp(-intercept - slope * margin))
    ranking = Ranking.of(converted, 1 / (1 + np.exp(-margin)))
    names = ("calibration_slope", "calibration_intercept")
    values = {name: METRICS[name](ranking, np.ones(40_000)) for name in names}
    assert values["calibration_slope"] == pytest.approx(slope, abs=0.05)
    assert values["calibration_intercept"] == pytest.approx(intercept, abs=0.05)


def test_one_probability_for_all_has_no_calibration_line() -> None:
    judged, p = drawn()
    found = evaluate(judged, np.full(len(p), 0.2), seed=0)
    assert np.isnan([found["calibration_slope"].value, found["calibration_slope"].low]).all()
    assert found["roc_auc"].value == found["roc_auc"].low == 0.5
    assert found["lift_at_10"].value == pytest.approx(1.0)


def test_certain_predictions_have_finite_figures() -> None:
    judged, _ = drawn()
    found = evaluate(judged, judged.converted.astype(float), seed=0)
    assert np.isfinite([figure.value for figure in found.values()]).all()


def test_every_interval_holds_its_value() -> None:
    judged, p = drawn()
    for figure in evaluate(judged, p, seed=0).values():
        assert figure.low < figure.value < figure.high


def test_more_rows_of_the_same_leads_do_not_narrow_an_interval() -> None:
    judged, p = drawn()
    twice = Judged(np.tile(judged.converted, 2), np.full(2 * len(p), 0.5), np.tile(judged.lead, 2))
    once, again = evaluate(judged, p, seed=3), evaluate(twice, np.tile(p, 2), seed=3)
    for name in METRICS:
        for one, other in zip(vars(once[name]).values(), vars(again[name]).values(), strict=True):
            assert one == pytest.approx(other, abs=1e-4)


def test_more_leads_narrow_an_interval() -> None:
    few, many = (evaluate(*drawn(n=n), seed=0)["roc_auc"] for n in (200, 3200))
    assert (many.high - many.low) < 0.5 * (few.high - few.low)


def test_the_same_seed_gives_the_same_figures() -> None:
    judged, p = drawn()
    assert evaluate(judged, p, seed=1) == evaluate(judged, p, seed=1)
    assert evaluate(judged, p, seed=1)["brier"].low != evaluate(judged, p, seed=2)["brier"].low


def test_only_the_metrics_asked_for_are_computed() -> None:
    judged, p = drawn()
    every, some = evaluate(judged, p, seed=0), evaluate(judged, p, seed=0, names=("brier", "roc_auc"))
    assert some == {name: every[name] for name in ("brier", "roc_auc")}


def test_the_difference_of_two_log_losses_is_paired() -> None:
    judged, p = drawn()
    worse = np.full(len(p), judged.converted.mean())
    gap = log_loss_difference(judged, p, worse, seed=0)
    losses = (reference.log_loss(judged.converted, probability) for probability in (p, worse))
    better, other = losses
    assert gap.value == pytest.approx(better - other)
    assert gap.low < gap.value < gap.high < 0
    assert log_loss_difference(judged, p, p, seed=0).low == log_loss_difference(judged, p, p, seed=0).high == 0.0
