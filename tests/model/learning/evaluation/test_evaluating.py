"""Every figure against an independent formula, and intervals that come from leads."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics as reference

from leadscore.model.arrays import Floats
from leadscore.model.card import Estimate
from leadscore.model.learning.evaluation import METRICS, EvaluationSet, evaluate, log_loss_difference
from leadscore.model.learning.evaluation.evaluating import figures
from leadscore.model.learning.evaluation.metrics import Ranking
from leadscore.model.learning.learner.calibration import calibration_line

Floats = Floats


def drawn(seed: int = 0, n: int = 400) -> tuple[EvaluationSet, Floats]:
    """Leads of which each is one row, and calibrated probabilities with ties."""
    rng = np.random.default_rng(seed)
    probability = np.round(rng.beta(1, 4, n), 2).clip(0.01, 0.99)
    return EvaluationSet(rng.random(n) < probability, np.ones(n), np.arange(n)), probability


def test_with_equal_weights_the_figures_are_those_of_scikit_learn() -> None:
    evaluation_set, p = drawn()
    found = {name: figure.value for name, figure in evaluate(evaluation_set, p, seed=0).items()}
    assert found["roc_auc"] == pytest.approx(reference.roc_auc_score(evaluation_set.converted, p))
    assert found["pr_auc"] == pytest.approx(reference.average_precision_score(evaluation_set.converted, p))
    assert found["log_loss"] == pytest.approx(-np.mean(np.log(np.where(evaluation_set.converted, p, 1 - p))))
    assert found["brier"] == pytest.approx(np.mean((p - evaluation_set.converted) ** 2))


def test_with_unequal_weights_the_figures_are_those_of_scikit_learn() -> None:
    evaluation_set, p = drawn(seed=5)
    weights = np.random.default_rng(0).uniform(0, 2, len(p)) * (np.arange(len(p)) % 7 > 0)
    found = {
        name: figure.value for name, figure in evaluate(replace(evaluation_set, weights=weights), p, seed=0).items()
    }
    assert found["roc_auc"] == pytest.approx(
        reference.roc_auc_score(evaluation_set.converted, p, sample_weight=weights)
    )
    precision = reference.average_precision_score(evaluation_set.converted, p, sample_weight=weights)
    assert found["pr_auc"] == pytest.approx(precision)
    assert found["log_loss"] == pytest.approx(reference.log_loss(evaluation_set.converted, p, sample_weight=weights))
    assert found["brier"] == pytest.approx(
        reference.brier_score_loss(evaluation_set.converted, p, sample_weight=weights)
    )


def test_a_whole_weight_counts_like_so_many_rows() -> None:
    evaluation_set, p = drawn()
    times = np.random.default_rng(1).integers(1, 4, len(p))
    weighed = EvaluationSet(evaluation_set.converted, times.astype(float), evaluation_set.lead)
    repeated = EvaluationSet(
        np.repeat(evaluation_set.converted, times), np.ones(times.sum()), np.repeat(evaluation_set.lead, times)
    )
    one, other = evaluate(weighed, p, seed=0), evaluate(repeated, np.repeat(p, times), seed=0)
    for name in METRICS:
        assert one[name].value == pytest.approx(other[name].value, abs=1e-6)


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order() -> None:
    evaluation_set, p = drawn(n=80)
    won, lost = p[evaluation_set.converted], p[~evaluation_set.converted]
    pairs = (won[:, None] > lost[None, :]) + 0.5 * (won[:, None] == lost[None, :])
    assert evaluate(evaluation_set, p, seed=0)["roc_auc"].value == pytest.approx(pairs.mean())


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
    weighed = Ranking.of(converted, np.array(probability)).weighed(np.ones(5))
    assert weighed.captured(share) == pytest.approx(expected)
    assert weighed.precision(share) == pytest.approx(expected * 2 / (share * 5))


def test_the_order_of_tied_rows_has_no_effect_on_what_is_captured() -> None:
    evaluation_set, p = drawn()
    order = np.random.default_rng(0).permutation(len(p))
    weights = np.linspace(0.1, 1, len(p))
    one, other = Ranking.of(evaluation_set.converted, p), Ranking.of(evaluation_set.converted[order], p[order])
    there = other.weighed(weights[order]).captured(0.2)
    assert there == pytest.approx(one.weighed(weights).captured(0.2))


@pytest.mark.parametrize("percent", [5, 10, 20])
def test_lift_capture_and_contacts_are_three_ways_to_say_one_thing(percent: int) -> None:
    evaluation_set, p = drawn()
    found = {name: figure.value for name, figure in evaluate(evaluation_set, p, seed=0).items()}
    best = np.argsort(-p, kind="stable")[: int(len(p) * percent / 100)]
    assert found[f"lift_at_{percent}"] == pytest.approx(found[f"capture_at_{percent}"] / (percent / 100))
    contacts = 1 / (found[f"lift_at_{percent}"] * evaluation_set.converted.mean())
    assert found[f"contacts_per_conversion_at_{percent}"] == pytest.approx(contacts)
    assert contacts == pytest.approx(1 / evaluation_set.converted[best].mean(), rel=0.1)


def test_without_a_conversion_among_the_best_no_number_of_contacts_is_enough() -> None:
    probability = np.linspace(0.9, 0.1, 100)
    found = evaluate(EvaluationSet(probability < 0.2, np.ones(100), np.arange(100)), probability, seed=0)
    contacts = found["contacts_per_conversion_at_5"]
    assert (contacts.value, contacts.low, contacts.high) == (np.inf, np.inf, np.inf)
    assert contacts.estimate() == Estimate()


def test_a_bound_that_some_resamples_leave_open_is_unknown_and_the_others_are_not() -> None:
    probability = np.linspace(0.9, 0.1, 100)
    converted = (probability < 0.2) | (np.arange(100) == 2)
    contacts = evaluate(EvaluationSet(converted, np.ones(100), np.arange(100)), probability, seed=0)[
        "contacts_per_conversion_at_5"
    ]
    assert contacts.estimate().value == pytest.approx(5)
    assert contacts.estimate().high is None


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.5, 0.0), (2.0, 0.7)])
def test_the_calibration_line_finds_how_far_predictions_are_off(slope: float, intercept: float) -> None:
    rng = np.random.default_rng(0)
    margin = rng.normal(-1, 1, 40_000)
    converted = rng.random(40_000) < 1 / (1 + np.exp(-intercept - slope * margin))
    weighed = Ranking.of(converted, 1 / (1 + np.exp(-margin))).weighed(np.ones(40_000))
    values = {name: METRICS[name](weighed) for name in ("calibration_slope", "calibration_intercept")}
    assert values["calibration_slope"] == pytest.approx(slope, abs=0.05)
    assert values["calibration_intercept"] == pytest.approx(intercept, abs=0.05)


@pytest.mark.parametrize("drawn_margin", ["normal", "heavy"])
def test_pooling_many_predictions_hardly_moves_the_calibration_line(drawn_margin: str) -> None:
    rng = np.random.default_rng(1)
    margin = (rng.normal(0, 1, 20_000) if drawn_margin == "normal" else rng.standard_t(2, 20_000)).clip(-10, 10) - 2
    converted = rng.random(20_000) < 1 / (1 + np.exp(-margin))
    weights = rng.uniform(0.1, 1, 20_000)
    weighed = Ranking.of(converted, 1 / (1 + np.exp(-margin))).weighed(weights)
    exact = calibration_line(margin, converted.astype(float), weights)
    assert len(weighed.ranking.cells[0]) <= 1025
    assert weighed.calibration == pytest.approx(exact, abs=5e-4)


def test_one_probability_for_all_has_no_calibration_line() -> None:
    evaluation_set, p = drawn()
    found = evaluate(evaluation_set, np.full(len(p), 0.2), seed=0)
    assert np.isnan([found["calibration_slope"].value, found["calibration_slope"].low]).all()
    assert found["roc_auc"].value == found["roc_auc"].low == 0.5
    assert found["lift_at_10"].value == pytest.approx(1.0)


def test_certain_predictions_have_finite_figures() -> None:
    evaluation_set, _ = drawn()
    found = evaluate(evaluation_set, evaluation_set.converted.astype(float), seed=0)
    assert np.isfinite([figure.value for figure in found.values()]).all()


def test_every_interval_holds_its_value() -> None:
    evaluation_set, p = drawn()
    for figure in evaluate(evaluation_set, p, seed=0).values():
        assert figure.low < figure.value < figure.high


def test_more_rows_of_the_same_leads_do_not_narrow_an_interval() -> None:
    evaluation_set, p = drawn()
    twice = EvaluationSet(
        np.tile(evaluation_set.converted, 2), np.full(2 * len(p), 0.5), np.tile(evaluation_set.lead, 2)
    )
    once, again = evaluate(evaluation_set, p, seed=3), evaluate(twice, np.tile(p, 2), seed=3)
    for name in METRICS:
        for one, other in zip(vars(once[name]).values(), vars(again[name]).values(), strict=True):
            assert one == pytest.approx(other, abs=1e-4)


def test_groups_of_leads_are_resampled_as_a_whole() -> None:
    evaluation_set, p = drawn()
    paired = replace(
        evaluation_set, converted=np.repeat(evaluation_set.converted[:200], 2), group=np.repeat(np.arange(200), 2)
    )
    each, p = replace(paired, group=None), np.repeat(p[:200], 2)
    wide, narrow = (evaluate(rows, p, seed=0)["roc_auc"] for rows in (paired, each))
    assert wide.value == narrow.value
    assert (wide.high - wide.low) > 1.2 * (narrow.high - narrow.low)


def test_more_leads_narrow_an_interval() -> None:
    few, many = (evaluate(*drawn(n=n), seed=0)["roc_auc"] for n in (200, 3200))
    assert (many.high - many.low) < 0.5 * (few.high - few.low)


def test_the_same_seed_gives_the_same_figures() -> None:
    evaluation_set, p = drawn()
    assert evaluate(evaluation_set, p, seed=1) == evaluate(evaluation_set, p, seed=1)
    assert evaluate(evaluation_set, p, seed=1)["brier"].low != evaluate(evaluation_set, p, seed=2)["brier"].low


def test_only_the_metrics_asked_for_are_computed() -> None:
    evaluation_set, p = drawn()
    every, some = evaluate(evaluation_set, p, seed=0), evaluate(evaluation_set, p, seed=0, names=("brier", "roc_auc"))
    assert some == {name: every[name] for name in ("brier", "roc_auc")}


def test_the_difference_of_two_log_losses_is_paired() -> None:
    evaluation_set, p = drawn()
    worse = np.full(len(p), evaluation_set.converted.mean())
    gap = log_loss_difference(evaluation_set, p, worse, seed=0)
    losses = (reference.log_loss(evaluation_set.converted, probability) for probability in (p, worse))
    better, other = losses
    assert gap.value == pytest.approx(better - other)
    assert gap.low < gap.value < gap.high < 0
    assert (
        log_loss_difference(evaluation_set, p, p, seed=0).low
        == log_loss_difference(evaluation_set, p, p, seed=0).high
        == 0.0
    )


COVERED = ("roc_auc", "log_loss", "brier", "calibration_slope", "lift_at_10", "capture_at_20")


def simulated(rng: np.random.Generator, n_leads: int) -> tuple[EvaluationSet, Floats]:
    """Leads looked at three times, with one label each, and predictions that are nearly right."""
    margin = rng.normal(-1, 1, n_leads)
    converted = rng.random(n_leads) < 1 / (1 + np.exp(-margin))
    seen = np.repeat(margin, 3) + rng.normal(0, 0.3, 3 * n_leads)
    weights = np.tile([1, 1 / 2, 1 / 3], n_leads)
    return EvaluationSet(np.repeat(converted, 3), weights, np.repeat(np.arange(n_leads), 3)), 1 / (1 + np.exp(-seen))


@pytest.mark.slow
def test_intervals_hold_the_truth_nearly_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    truth = figures(*simulated(rng, 200_000), names=COVERED)
    drawn_figures = [evaluate(*simulated(rng, 300), seed=seed, names=COVERED) for seed in range(200)]
    for name in COVERED:
        held = np.mean([found[name].low <= truth[name] <= found[name].high for found in drawn_figures])
        assert 0.9 <= held <= 0.99, name
