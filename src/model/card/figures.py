"""Parts shared by the sections of a card: estimates with intervals, counts of leads, and metrics."""

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from leadscore.model.errors import BundleError

T = TypeVar("T")


class CardPart:
    """A part of the card; in JSON an object with exactly these fields."""

    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True)
class Estimate(CardPart):
    """A number with its 95 % interval, by resampling leads; None is what is not known or has no bound."""

    value: float | None = None
    """The number itself, on the leads as they are."""
    low: float | None = None
    """Lower end of the interval."""
    high: float | None = None
    """Upper end of the interval."""

    @property
    def known(self) -> tuple[float, float, float] | None:
        """Value, low and high; an end that is not known is the value. None where the value is not known.

        >>> Estimate(0.7, 0.6, 0.8).known, Estimate(0.7).known, Estimate().known
        ((0.7, 0.6, 0.8), (0.7, 0.7, 0.7), None)
        """
        if self.value is None:
            return None
        return (
            self.value,
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


UNKNOWN_ESTIMATE = Estimate()
"""Stands for what could not be computed."""


@dataclass(frozen=True)
class LeadCounts(CardPart):
    """How many leads there are, and how many of them converted."""

    leads: int
    """Number of distinct leads, at least 0."""
    snapshots: int
    """Number of looks at these leads, at least as many as leads."""
    converted_leads: int
    """Number of the leads that converted within the horizon of a look, at least 0."""
    typical: float
    """Conversion rate over the looks, the k-th look at a lead weighing 1/k; 0 to 1."""


@dataclass(frozen=True)
class EvaluatedLeads(LeadCounts):
    """The leads of an evaluation, and the mean prediction for them."""

    mean_prediction: float
    """Mean predicted probability, weighted like the conversion rate; 0 to 1."""


@dataclass(frozen=True)
class Metrics(CardPart):
    """The metrics of one predictor (the model or a baseline) on the evaluated leads."""

    roc_auc: Estimate = UNKNOWN_ESTIMATE
    """Chance that a converted lead is ranked above another one; 0 to 1, 0.5 is chance."""
    pr_auc: Estimate = UNKNOWN_ESTIMATE
    """Average precision, the area under precision over recall; 0 to 1, the conversion rate is chance."""
    log_loss: Estimate = UNKNOWN_ESTIMATE
    """Mean negative log-likelihood in nats; at least 0, lower is better."""
    brier: Estimate = UNKNOWN_ESTIMATE
    """Mean squared distance of probability and outcome; 0 to 1, lower is better."""
    calibration_slope: Estimate = UNKNOWN_ESTIMATE
    """Slope of the outcome on the predicted log-odds; 1 is right, below 1 the probabilities are too extreme."""
    calibration_intercept: Estimate = UNKNOWN_ESTIMATE
    """Intercept of the same line, in log-odds; 0 is right."""
    lift_at_10: Estimate = UNKNOWN_ESTIMATE
    """Conversion rate of the best-scored 10 % of the leads over that of all; 0 to 10, 1 is chance."""
    capture_at_20: Estimate = UNKNOWN_ESTIMATE
    """Share of all conversions that are among the best-scored 20 % of the leads; 0 to 1."""
    lift_at_5: Estimate | None = None
    """As ``lift_at_10``, of the best-scored 5 %; 0 to 20."""
    lift_at_20: Estimate | None = None
    """As ``lift_at_10``, of the best-scored 20 %; 0 to 5."""
    capture_at_5: Estimate | None = None
    """As ``capture_at_20``, of the best-scored 5 %; 0 to 1."""
    capture_at_10: Estimate | None = None
    """As ``capture_at_20``, of the best-scored 10 %; 0 to 1."""
    contacts_per_conversion_at_5: Estimate | None = None
    """Leads to contact for one conversion, among the best-scored 5 %; at least 1."""
    contacts_per_conversion_at_10: Estimate | None = None
    """Leads to contact for one conversion, among the best-scored 10 %; at least 1."""
    contacts_per_conversion_at_20: Estimate | None = None
    """Leads to contact for one conversion, among the best-scored 20 %; at least 1."""


def filled(part: T | None) -> T:
    """A part that a card of the current version always has.

    Raises:
        BundleError: The card was written before there was that part.
    """
    if part is None:
        raise BundleError(
            "The model's card lacks a part that is needed here: an older release wrote it",
            where="card.json",
            remedy="train again with `leadscore train`",
        )
    return part
