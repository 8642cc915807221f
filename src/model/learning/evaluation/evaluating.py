"""How good predictions are, how much better than others, and what calling the best-scored leads first brings."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.card import Card
from leadscore.model.card.evaluation import GainsPoint, Profit
from leadscore.model.config import PolicySettings
from leadscore.model.learning.evaluation.evaluation_set import (
    EvaluationSet,
    Interval,
    interval_of,
    mean_interval,
    metrics_of,
    resampled_weights,
)
from leadscore.model.learning.evaluation.metrics import METRICS, Ranking, row_loss
from leadscore.model.learning.evaluation.reliability import brier_parts, calibration_curve, calibration_error


def evaluate(
    evaluation_set: EvaluationSet, probability: Floats, *, seed: int, names: Iterable[str] = tuple(METRICS)
) -> dict[str, Interval]:
    """Metrics with their intervals, by a percentile bootstrap over leads.

    Args:
        evaluation_set: Rows with labels, of both classes.
        probability: Predicted probability per row.
        seed: Of the resampling; the same seed resamples the same leads, so models can be compared.
        names: Which metrics.
    """
    metrics = {name: METRICS[name] for name in names}
    ranking = Ranking.of(evaluation_set.converted, probability)
    replicates: dict[str, list[float]] = {name: [] for name in metrics}
    for weights in resampled_weights(evaluation_set, seed):
        if 0 < weights @ evaluation_set.converted < weights.sum():
            weighed = ranking.weighed(weights)
            for name, metric in metrics.items():
                replicates[name].append(metric(weighed))
    actual = ranking.weighed(evaluation_set.weights)
    return {name: interval_of(metric(actual), np.array(replicates[name])) for name, metric in metrics.items()}


def figures(evaluation_set: EvaluationSet, probability: Floats, *, names: Iterable[str]) -> dict[str, float]:
    """Metrics without their intervals, for many groups of rows; each group has both classes."""
    weighed = Ranking.of(evaluation_set.converted, probability).weighed(evaluation_set.weights)
    return {name: METRICS[name](weighed) for name in names}


def log_loss_difference(evaluation_set: EvaluationSet, probability: Floats, baseline: Floats, *, seed: int) -> Interval:
    """Log loss minus that of other predictions on the same rows, paired over resampled leads; below zero is better."""
    gap = row_loss(evaluation_set.converted, probability) - row_loss(evaluation_set.converted, baseline)
    return mean_interval(evaluation_set, gap, seed=seed)


SHARES = (0.01, 0.02, *(percent / 100 for percent in range(5, 101, 5)))
"""Shares of the leads, the best-scored first."""


def gains(evaluation_set: EvaluationSet, probability: Floats) -> tuple[GainsPoint, ...]:
    """Per share of the best-scored rows: share of all conversions captured, lift over chance, conversion rate."""
    weighed = Ranking.of(evaluation_set.converted, probability).weighed(evaluation_set.weights)
    share = np.array(SHARES)
    captured, precision = weighed.captured(share), weighed.precision(share)
    return tuple(GainsPoint(*row) for row in np.column_stack([share, captured, captured / share, precision]).tolist())


def profit(evaluation_set: EvaluationSet, probability: Floats, costs: PolicySettings, *, seed: int) -> Profit | None:
    """What a lead brings on average if those are contacted whose expected win exceeds the cost of a contact.

    Returns:
        None unless both the value of a win and the cost of a contact are known.
    """
    if costs.win_value is None or costs.contact_cost is None:
        return None
    threshold = costs.contact_cost / costs.win_value
    contacted = probability > threshold
    brought = np.where(evaluation_set.converted, costs.win_value, 0.0) - costs.contact_cost
    return Profit(
        win_value=costs.win_value,
        contact_cost=costs.contact_cost,
        threshold=threshold,
        contacted_share=float(np.average(contacted, weights=evaluation_set.weights)),
        per_lead=mean_interval(evaluation_set, contacted * brought, seed=seed).estimate(),
        everyone_per_lead=mean_interval(evaluation_set, brought, seed=seed).estimate(),
    )


MODEL = "model"
"""The name of the predictions that are evaluated; the others are its baselines."""


def with_evaluation(
    card: Card, evaluation_set: EvaluationSet, predictions: Mapping[str, Floats], *, seed: int, costs: PolicySettings
) -> Card:
    """The card with those parts that follow from predictions and labels alone.

    Args:
        card: What is known so far.
        evaluation_set: Rows with labels, of both classes.
        predictions: Probability per row, by predictor; one of them is ``model``.
        seed: Of every resampling.
        costs: What a win is worth and a contact costs, for the profit.
    """
    model = predictions[MODEL]
    return replace(
        card,
        metrics={name: metrics_of(evaluate(evaluation_set, found, seed=seed)) for name, found in predictions.items()},
        log_loss_difference={
            baseline: log_loss_difference(evaluation_set, model, probability, seed=seed).estimate()
            for baseline, probability in predictions.items()
            if baseline != MODEL
        },
        calibration_curve=calibration_curve(evaluation_set, model),
        calibration_error=calibration_error(evaluation_set, model, seed=seed),
        brier_parts=brier_parts(evaluation_set, model),
        gains=gains(evaluation_set, model),
        profit=profit(evaluation_set, model, costs, seed=seed),
    )
