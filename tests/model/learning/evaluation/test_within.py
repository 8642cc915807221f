"""Ranking among rows of one kind: by hand, against chance, and unmoved by what the kinds are worth."""

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from leadscore.model.card import Estimate
from leadscore.model.learning.evaluation import EvaluationSet, evaluate, roc_auc_within

FEW_PAIRS = EvaluationSet(np.array([True, False, True, False, False]), np.ones(5), np.arange(5))


def test_with_one_stratum_it_is_the_area_under_the_curve() -> None:
    rng = np.random.default_rng(0)
    converted, p = rng.random(300) < 0.3, rng.random(300).round(2)
    evaluation_set = EvaluationSet(converted, rng.uniform(0.2, 1, 300), np.arange(300) // 2)
    within = roc_auc_within(evaluation_set, p, np.zeros(300), seed=3)
    assert within == evaluate(evaluation_set, p, seed=3, names=("roc_auc",))["roc_auc"]
    assert within.value == pytest.approx(roc_auc_score(converted, p, sample_weight=evaluation_set.weights))


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        ([0.9, 0.1, 0.9, 0.1, 0.1], 1.0),
        ([0.1, 0.9, 0.1, 0.9, 0.9], 0.0),
        ([0.5, 0.5, 0.2, 0.2, 0.2], 0.5),
        # a pair in order, of weight 1/2, and two thirds' weight of one that is half in order
        ([0.9, 0.1, 0.5, 0.1, 0.9], (1 / 2 * 1 + 2 / 3 * 1 / 2) / (1 / 2 + 2 / 3)),
    ],
)
def test_strata_by_hand(probability: list[float], expected: float) -> None:
    stratum = np.array([0, 0, 30, 30, 30])
    assert roc_auc_within(FEW_PAIRS, np.array(probability), stratum, seed=0).value == pytest.approx(expected)


def test_what_strata_are_worth_has_no_effect_though_it_ranks_well() -> None:
    rng = np.random.default_rng(0)
    stratum = rng.integers(0, 4, 4_000)
    rate = np.array([0.4, 0.2, 0.1, 0.02])[stratum]
    evaluation_set = EvaluationSet(rng.random(4_000) < rate, np.ones(4_000), np.arange(4_000))
    within = roc_auc_within(evaluation_set, rate + 1e-3 * rng.random(4_000), stratum, seed=0)
    assert evaluate(evaluation_set, rate, seed=0, names=("roc_auc",))["roc_auc"].value > 0.7
    assert within.low < 0.5 < within.high


def test_a_stratum_with_one_outcome_tells_nothing() -> None:
    evaluation_set = EvaluationSet(np.array([True, False, True, True]), np.ones(4), np.arange(4))
    found = roc_auc_within(evaluation_set, np.array([0.9, 0.1, 0.2, 0.3]), np.array([0, 0, 1, 1]), seed=0)
    assert found.value == 1.0
    alone = roc_auc_within(evaluation_set, np.array([0.9, 0.1, 0.2, 0.3]), np.arange(4), seed=0)
    assert math.isnan(alone.value)
    assert alone.estimate() == Estimate()
