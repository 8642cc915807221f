"""The learner in a card: its parts and weights, drift, the search for hyperparameters, and the drivers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leadscore.model.card.figures import CardPart, Estimate, LeadCounts
from leadscore.model.card.training_data import SplitKind
from leadscore.model.config import Axis

HyperparameterValues = Mapping[str, bool | int | float]
"""Hyperparameters of the learner by name."""

Direction = Literal["rises", "falls", "mixed"]


@dataclass(frozen=True)
class DriftResult(CardPart):
    """The test for drift: whether the latest leads convert as a model of earlier ones predicts."""

    fired: bool
    """Whether the difference is more than chance, so that the intercept is moved."""
    z: float
    """Observed minus predicted conversions in standard errors, robust by lead."""
    shift: float
    """Log-odds added to the intercept; 0 where the gate does not fire."""
    observed: float
    """Conversion rate of these leads; 0 to 1."""
    predicted: float
    """Their mean predicted probability; 0 to 1."""
    leads: int
    """Number of these leads."""


@dataclass(frozen=True)
class SearchValidation(CardPart):
    """The validation data on which a search compared hyperparameters."""

    kind: SplitKind
    """By what the leads were divided."""
    without_gap: bool
    """Whether there were too few leads for a gap of one horizon between the parts."""
    best_log_loss: float
    """Log loss of the best trial on the leads that validate, in nats."""
    default_log_loss: float
    """Log loss of the default hyperparameters on the same leads, in nats."""
    learn: LeadCounts | None = None
    """The leads that trials learned from."""
    validate: LeadCounts | None = None
    """The leads that ranked the trials."""
    confirm: LeadCounts | None = None
    """The leads that no trial saw, on which best and default were compared."""


@dataclass(frozen=True)
class SearchResult(CardPart):
    """The result of a search for better hyperparameters."""

    trials: int
    """Number of trials, the default among them."""
    best_hyperparameters: HyperparameterValues
    """Those of the trial with the least log loss."""
    difference: Estimate | None
    """Log loss of the best minus that of the default on leads neither saw, in nats; None where the default is best."""
    replaced: bool
    """Whether the best replaced the default."""
    validation: SearchValidation
    """On what they were compared."""


@dataclass(frozen=True, kw_only=True)
class LearnerFacts(CardPart):
    """How the model was fitted."""

    best_rounds: Mapping[str, tuple[int, ...]]
    """Rounds of boosting per fold, by flavour of trees."""
    weights: Mapping[str, float]
    """Weight of each part in the log-odds; at least 0."""
    intercept: float
    """Intercept of the blend, in log-odds."""
    encoded: tuple[tuple[int, ...], ...]
    """Groups of features, by position, that are encoded together as conversion rates."""
    folds: int | None = None
    """Number of folds, by lead."""
    flavours: tuple[str, ...] = ()
    """Parts that were fitted."""
    few_data: str | None = None
    """What was simplified because there are few leads, as a sentence; None where nothing was."""
    dropped: tuple[str, ...] = ()
    """Labels of signals whose linear term was left out: its sign went against the configured direction."""
    drift: DriftResult | None = None
    """What the evaluated model showed of drift; None where too few labels were known."""
    hyperparameters: HyperparameterValues | None = None
    """What the learner was fitted with."""
    search: SearchResult | None = None
    """What a search came to; None where there was none."""


@dataclass(frozen=True)
class DriverValue(CardPart):
    """The conversion rate of leads with one value of a signal."""

    segment: str
    """Which leads these are, in words."""
    rate: float
    """Their conversion rate, drawn towards the typical one where they are few; 0 to 1."""
    leads: int
    """Number of these leads."""


@dataclass(frozen=True)
class Driver(CardPart):
    """A driver: a signal, and its mean effect on scores."""

    signal: str
    """What people call the signal."""
    axis: Axis
    """Which part of the score it belongs to."""
    log_odds: float
    """Mean absolute contribution to the log-odds; at least 0."""
    share: float | None = None
    """Its part of what all signals contribute; 0 to 1."""
    direction: Direction | None = None
    """Whether the score rises or falls with the value; None for what has no order."""
    values: tuple[DriverValue, ...] = ()
    """Conversion by value, in the order of the value, those of a category by their rate; empty where none is shown."""
