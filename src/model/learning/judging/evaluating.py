"""How good predictions are, and how much better than others, with 95 % intervals over leads."""

from collections.abc import Iterable

import numpy as np

from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.learning.judging.metrics import METRICS
from leadscore.model.learning.judging.ranking import Ranking, row_loss
from leadscore.model.learning.judging.resampling import Interval, interval_of, mean_interval, resampled_weights


def evaluate(
    judged: Judged, probability: Floats, *, seed: int, names: Iterable[str] = tuple(METRICS)
) -> dict[str, Interval]:
    """Metrics with their intervals, by a percentile bootstrap over leads.

    Args:
        judged: Rows with labels, of both classes.
        probability: Predicted probability per row.
        seed: Of the resampling; the same seed resamples the same leads, so models can be compared.
        names: Which metrics.
    """
    metrics = {name: METRICS[name] for name in names}
    ranking = Ranking.of(judged.converted, probability)
    replicates: dict[str, list[float]] = {name: [] for name in metrics}
    for weights in resampled_weights(judged, seed):
        if 0 < weights @ judged.converted < weights.sum():
            weighed = ranking.weighed(weights)
            for name, metric in metrics.items():
                replicates[name].append(metric(weighed))
    actual = ranking.weighed(judged.weights)
    return {name: interval_of(metric(actual), np.array(replicates[name])) for name, metric in metrics.items()}


def figures(judged: Judged, probability: Floats, *, names: Iterable[str]) -> dict[str, float]:
    """Metrics without their intervals, for many groups of rows; each group has both classes."""
    weighed = Ranking.of(judged.converted, probability).weighed(judged.weights)
    return {name: METRICS[name](weighed) for name in names}


def log_loss_difference(judged: Judged, probability: Floats, rival: Floats, *, seed: int) -> Interval:
    """Log loss minus the rival's on the same rows, paired over resampled leads; below zero is better."""
    gap = row_loss(judged.converted, probability) - row_loss(judged.converted, rival)
    return mean_interval(judged, gap, seed=seed)
