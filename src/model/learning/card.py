"""The model's card: every number that a report, a page or an analyst asks for, as plain values."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning.estimator import MARGINS, Fitted
from leadscore.model.learning.evaluation import Interval, Judged
from leadscore.model.tables.snapshots import LabelledSnapshots

Floats = NDArray[np.float64]

_CURVE_BINS = 10


def question(config: Config) -> dict[str, Any]:
    """What the model answers; the reference of the score scale is kept while this stays the same."""
    outcomes = config.outcomes
    converted = config.leads.positive if outcomes is None else outcomes.converted
    return {
        "horizon_days": config.learning.horizon_days,
        "target": config.leads.target,
        "converted": list(converted) if isinstance(converted, tuple) else converted,
    }


def interval(value: Interval) -> dict[str, float | None]:
    """A figure with its interval; None for what could not be computed."""
    return {key: None if math.isnan(number) else number for key, number in asdict(value).items()}


def intervals(values: Mapping[str, Interval]) -> dict[str, dict[str, float | None]]:
    """Several figures by name."""
    return {name: interval(value) for name, value in values.items()}


def counts(labelled: LabelledSnapshots) -> dict[str, float | int]:
    """Leads, snapshots, conversions and ``typical``: the conversion rate, weighted as in training."""
    return {
        "leads": len(np.unique(labelled.snapshots.lead)),
        "snapshots": len(labelled),
        "converted_leads": labelled.leads_of_class(converted=True),
        "typical": typical(labelled),
    }


def typical(labelled: LabelledSnapshots) -> float:
    """Conversion rate of the snapshots, the k-th look at a lead weighing 1/k."""
    return float(np.average(labelled.converted, weights=labelled.weights))


def calibration_curve(judged: Judged, probability: Floats) -> list[dict[str, float | int]]:
    """Predicted and observed conversion rate in ten equally large bins of the prediction."""
    order = np.argsort(probability, kind="stable")
    bins = [part for part in np.array_split(order, min(_CURVE_BINS, len(order))) if len(part)]
    return [
        {
            "predicted": float(np.average(probability[part], weights=judged.weights[part])),
            "observed": float(np.average(judged.converted[part], weights=judged.weights[part])),
            "leads": len(np.unique(judged.lead[part])),
        }
        for part in bins
    ]


def learner(fitted: Fitted) -> dict[str, Any]:
    """How the model came about."""
    return {
        "best_rounds": {flavour: list(rounds) for flavour, rounds in fitted.best_rounds.items()},
        "weights": dict(zip(MARGINS, fitted.line.weights, strict=True)),
        "encoded": [list(group) for group in fitted.encoded],
        "intercept": fitted.line.intercept,
    }


def drivers(spec: FeatureSpec, contributions: Floats, weights: Floats) -> list[dict[str, Any]]:
    """Signals by their mean absolute share of the log-odds, the strongest first."""
    positions = np.array(spec.signal_positions)
    share = [
        float(np.average(np.abs(contributions[:, positions == index].sum(axis=1)), weights=weights))
        for index in range(len(spec.signals))
    ]
    rows = [
        {"signal": signal.label, "axis": signal.axis, "log_odds": share[index]}
        for index, signal in enumerate(spec.signals)
    ]
    return sorted(rows, key=lambda row: -float(row["log_odds"]))
