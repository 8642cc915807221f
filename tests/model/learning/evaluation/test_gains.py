"""Gains and profit by hand."""

import json

import numpy as np
import pytest

from leadscore.model.card import Card, Estimate, card_as_dict, card_from_dict, filled
from leadscore.model.config import PolicySettings
from leadscore.model.learning.evaluation import METRICS, EvaluationSet, with_evaluation
from leadscore.model.learning.evaluation.evaluating import gains, profit

EVALUATED = EvaluationSet(np.arange(100) < 20, np.ones(100), np.arange(100))
"""Twenty of a hundred leads convert: the first ones."""

P = np.where(np.arange(100) < 10, 0.9, np.where(np.arange(100) < 40, 0.3, 0.05))
"""Half of the twenty are best-scored, the others among the thirty that follow."""


def test_gains_by_hand() -> None:
    by_share = {row.share: row for row in gains(EVALUATED, P)}
    assert vars(by_share[0.05]) == pytest.approx({"share": 0.05, "captured": 0.25, "lift": 5, "precision": 1})
    assert vars(by_share[0.1]) == pytest.approx({"share": 0.1, "captured": 0.5, "lift": 5, "precision": 1})
    assert vars(by_share[0.25]) == pytest.approx({"share": 0.25, "captured": 0.75, "lift": 3, "precision": 0.6})
    assert vars(by_share[0.4]) == pytest.approx({"share": 0.4, "captured": 1, "lift": 2.5, "precision": 0.5})
    assert vars(by_share[1.0]) == pytest.approx({"share": 1, "captured": 1, "lift": 1, "precision": 0.2})


def test_gains_never_fall() -> None:
    captured = [row.captured for row in gains(EVALUATED, P)]
    assert captured == sorted(captured)


@pytest.mark.parametrize(
    ("win_value", "contact_cost", "share", "per_lead"),
    [
        (100.0, 20.0, 0.4, (20 * 100 - 40 * 20) / 100),
        (100.0, 50.0, 0.1, (10 * 100 - 10 * 50) / 100),
        (100.0, 1.0, 1.0, (20 * 100 - 100 * 1) / 100),
        (100.0, 95.0, 0.0, 0.0),
        (10.0, 20.0, 0.0, 0.0),
    ],
)
def test_profit_by_hand(win_value: float, contact_cost: float, share: float, per_lead: float) -> None:
    found = profit(EVALUATED, P, PolicySettings(win_value=win_value, contact_cost=contact_cost), seed=0)
    assert found is not None
    assert found.threshold == contact_cost / win_value
    assert found.contacted_share == pytest.approx(share)
    assert found.per_lead.value == pytest.approx(per_lead)
    assert found.everyone_per_lead.value == pytest.approx(0.2 * win_value - contact_cost)
    value, low, high = filled(found.everyone_per_lead.known)
    assert low < value < high


@pytest.mark.parametrize("known", [{}, {"win_value": 100.0}, {"contact_cost": 5.0}])
def test_without_both_costs_there_is_no_profit(known: dict[str, float]) -> None:
    assert profit(EVALUATED, P, PolicySettings.model_validate(known), seed=0) is None


def test_a_judgement_is_plain_json_in_the_order_of_its_predictions() -> None:
    predictions = {"model": P, "base_rate": np.full(100, 0.2), "naive_bayes": P**2}
    costs = PolicySettings(win_value=100.0, contact_cost=5.0)
    found = with_evaluation(Card(), EVALUATED, predictions, seed=0, costs=costs)
    assert card_from_dict(json.loads(json.dumps(card_as_dict(found), allow_nan=False))) == found
    assert list(found.metrics) == ["model", "base_rate", "naive_bayes"]
    assert {tuple(sorted(vars(figures))) for figures in found.metrics.values()} == {tuple(sorted(METRICS))}
    assert list(found.log_loss_difference) == ["base_rate", "naive_bayes"]
    assert found.metrics["base_rate"].calibration_slope == Estimate()
    assert found == with_evaluation(Card(), EVALUATED, predictions, seed=0, costs=costs)


def test_the_order_of_the_rows_has_no_effect_on_a_judgement() -> None:
    order = np.random.default_rng(0).permutation(100)
    p = P + np.arange(100) / 1e4
    shuffled = EVALUATED.take(order)
    one, other = (
        with_evaluation(Card(), rows, {"model": q, "base_rate": np.full(100, 0.2)}, seed=0, costs=PolicySettings())
        for rows, q in ((EVALUATED, p), (shuffled, p[order]))
    )
    assert other.metrics["model"].roc_auc.known == pytest.approx(one.metrics["model"].roc_auc.known)
    assert vars(other.calibration_error) == pytest.approx(vars(one.calibration_error))
    gap, same = (made.log_loss_difference["base_rate"].known for made in (one, other))
    assert gap == pytest.approx(same)
