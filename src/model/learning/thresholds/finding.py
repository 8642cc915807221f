"""Finding thresholds: of grades by points, capacity or money, of cells at the quarters of past leads."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Floats, Integers
from leadscore.model.config import Axis, Config, PolicySettings
from leadscore.model.learning.recipe import TrainingData
from leadscore.model.learning.reference_rates import ExplainedRows
from leadscore.model.learning.thresholds.capacity import all_looks, fill, of_leads, scored, window_of
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Thresholds
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import score_of, whole_points

_FLOAT_SLACK = 1e-9  # a break-even probability that is a whole score must not be rounded to the next one


def thresholds_below(first: int, configured: tuple[int, int, int]) -> Thresholds:
    """Thresholds that begin with this one, B and C as far below it as they are configured to be.

    Near the end of the scale they are squeezed rather than dropped: A begins at 2 at the lowest, B at 1, C at 0, so
    that every grade keeps a place.

    >>> thresholds_below(64, (70, 60, 50))
    Thresholds(first=64, second=54, third=44)
    >>> thresholds_below(15, (70, 60, 50)), thresholds_below(0, (70, 60, 50))
    (Thresholds(first=15, second=5, third=0), Thresholds(first=2, second=1, third=0))
    """
    a, b, c = configured
    top = min(max(first, 2), 100)
    return Thresholds(top, max(top - (a - b), 1), max(top - (a - c), 0))


def break_even(policy: PolicySettings, reference: float) -> float:
    """The lowest whole score at which a contact is worth its cost; below 1 or above 100 where no score is.

    Contacting brings ``probability * win_value - contact_cost`` on average, so the probability to reach is
    ``contact_cost / win_value`` (the threshold of Elkan 2001 for costs that depend on the decision only).
    """
    odds = (policy.contact_cost or 0.0) / ((policy.win_value or 0.0) - (policy.contact_cost or 0.0))
    exact = float(score_of(np.array([math.log(odds)]), reference)[0])
    return float(math.ceil(exact - _FLOAT_SLACK))


@dataclass(frozen=True)
class FoundThresholds:
    """Thresholds, and the figures they were found by, which a policy keeps."""

    thresholds: Thresholds
    figures: Mapping[str, float]


def find_thresholds(bundle: Bundle, training_data: TrainingData) -> FoundThresholds:
    """The thresholds that the configuration asks for, for this model."""
    policy = training_data.config.policy
    match policy.cut_by:
        case "points":
            return FoundThresholds(Thresholds(*policy.cuts), {})
        case "money":
            return _by_money(training_data.config, bundle.reference)
        case "capacity":
            return _by_capacity(bundle, training_data)


def _by_money(config: Config, reference: float) -> FoundThresholds:
    policy = config.policy
    score, rate = break_even(policy, reference), (policy.contact_cost or 0.0) / (policy.win_value or 1.0)
    return FoundThresholds(thresholds_below(int(np.clip(score, 1, 100)), policy.cuts), {"rate": rate, "score": score})


def _by_capacity(bundle: Bundle, training_data: TrainingData) -> FoundThresholds:
    tables, config = training_data.tables, training_data.config
    capacity = config.policy.capacity_per_week or 0
    looks = all_looks(tables, config.learning)
    window = window_of(config, looks, tables.data_until or 0)
    touched = np.zeros(len(tables.leads), dtype=bool)
    touched[looks.lead[window.holds(looks)]] = True
    filled = fill(
        scored(bundle, tables, of_leads(looks, touched)), window, capacity=capacity, n_leads=len(tables.leads)
    )
    figures = {
        "weeks": round(window.weeks, 1),
        "per_week": filled.per_week,
        "threshold": filled.threshold,
        "capacity": capacity,
    }
    return FoundThresholds(thresholds_below(filled.threshold, config.policy.cuts), figures)


def how_found(by: str, figures: Mapping[str, float], wording: Wording) -> str:
    """How thresholds were found, in one or two sentences.

    Args:
        by: points, money or capacity.
        figures: Those of ``FoundThresholds``.
        wording: What it is said in.
    """
    match by:
        case "money":
            text, score = (
                wording.say("thresholds.money", rate=wording.formats.percent(figures["rate"])),
                figures["score"],
            )
            beyond = "above_scale" if score > 100 else "below_scale" if score < 1 else ""
        case "capacity":
            text = _capacity_text(figures, wording)
            beyond = "pile_up" if figures["per_week"] > figures["capacity"] else ""
        case _:
            text, beyond = wording.say("thresholds.configured"), ""
    return f"{text} {wording.say(f'thresholds.{beyond}')}" if beyond else text


def _capacity_text(figures: Mapping[str, float], wording: Wording) -> str:
    weeks = float(figures["weeks"])
    return wording.say(
        "thresholds.capacity",
        weeks=int(weeks) if weeks.is_integer() else wording.formats.amount(weeks),
        per_week=wording.formats.number(figures["per_week"], 1),
        cut=int(figures["threshold"]),
        capacity=int(figures["capacity"]),
    )


_SHARES = (0.25, 0.5, 0.75)


def axis_thresholds(bundle: Bundle, explained: ExplainedRows, axis: Axis) -> Thresholds | None:
    """Thresholds at the quartiles of an axis's points over looks at past leads; None without a signal of that axis.

    Args:
        bundle: The model.
        explained: Some looks at training leads, evenly spread, the k-th look at a lead weighing 1/k.
        axis: fit or interest.
    """
    signals = np.array([signal.axis == axis for signal in bundle.spec.signals])
    if not signals.any():
        return None
    points = whole_points(explained.by_signal(bundle.spec), bundle.model.expected, bundle.reference)
    return quarters(points.start + points.signals[:, signals].sum(axis=1), explained.weights)


def quarters(points: Integers, weights: Floats) -> Thresholds | None:
    """The whole points from which the best quarter, half and three quarters begin, as nearly as whole points allow.

    Many leads may share a value, as those that did nothing yet share an interest: then thresholds are equal, and the
    class between them has no lead. Only where all leads share one value is there no threshold.

    >>> quarters(np.array([10, 20, 30, 40]), np.ones(4)), quarters(np.array([5, 5, 5, 5]), np.ones(4))
    (Thresholds(first=40, second=30, third=20), None)
    """
    values, place = np.unique(points, return_inverse=True)
    if len(values) < 2:
        return None
    weight = np.bincount(place, weights)
    at_least = np.cumsum(weight[::-1])[::-1] / weight.sum()
    # the lowest value is no threshold: below it there is nobody
    candidates, reached = values[1:][::-1], at_least[1:][::-1]
    first, second, third = (int(candidates[np.argmin(np.abs(reached - share))]) for share in _SHARES)
    return Thresholds(first, second, third)
