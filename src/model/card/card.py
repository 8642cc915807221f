"""The card of a model: its question, training data, evaluation, learner, grades and verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadscore.model.card.evaluation import (
    AgeBand,
    BacktestResult,
    BrierParts,
    CalibrationError,
    CalibrationPoint,
    GainsPoint,
    IntervalCoverage,
    MonthFigures,
    Profit,
    SliceFigures,
    WithinAge,
)
from leadscore.model.card.figures import CardPart, Estimate, EvaluatedLeads, LeadCounts, Metrics
from leadscore.model.card.grades import GateResult, GradeFacts
from leadscore.model.card.learner import Driver, LearnerFacts
from leadscore.model.card.signals import SignalChecks
from leadscore.model.card.training_data import DataFingerprint, LeakFinding, MaturityFacts, ModelQuestion, SplitFacts
from leadscore.model.card.verdict import ChampionComparison, Verdict

CARD_VERSION = 4
"""Number of the card's layout; cards of bundles of protocol 1 and 2 had none."""


@dataclass(frozen=True, kw_only=True)
class Card(CardPart):
    """Everything about a model that report, pages, API and analysts read.

    A part that an earlier release did not write yet is None, or empty.
    """

    question: ModelQuestion | None = None
    """What the model answers."""
    horizon_days: int | None = None
    """Days after a look within which a conversion counts."""
    trained_until: str | None = None
    """End of the data that the model was trained on, ISO 8601; None without dates."""
    seed: int | None = None
    """Seed of folds, resampling and learner."""
    features: int | None = None
    """Number of features."""

    data: DataFingerprint | None = None
    """What stands for the data."""
    training: LeadCounts | None = None
    """The leads that the registered model learned from."""
    immature_snapshots: int | None = None
    """Looks at leads whose horizon has not passed; nothing is learned from these."""
    split: SplitFacts | None = None
    """How leads were divided for the evaluation."""
    leaks: tuple[LeakFinding, ...] | None = None
    """Columns and events that seem to know the outcome; None where nobody looked for them."""
    maturity: MaturityFacts | None = None
    """Which leads are old enough to tell."""
    notes: tuple[str, ...] = ()
    """What else is to be known about the data, in sentences."""

    evaluation: EvaluatedLeads | None = None
    """The leads that the evaluated model was tried on."""
    metrics: Mapping[str, Metrics] = field(default_factory=dict)
    """Metrics on these leads by predictor: ``model``, and the baselines from the cheapest on."""
    log_loss_difference: Mapping[str, Estimate] = field(default_factory=dict)
    """Log loss of the model minus that of each baseline, in nats, on the same leads; below 0 the model is better."""
    calibration_curve: tuple[CalibrationPoint, ...] = ()
    """Predicted and observed rates in bins, the lowest predictions first."""
    calibration_error: CalibrationError | None = None
    """How far predicted and observed rates are apart."""
    brier_parts: BrierParts | None = None
    """What the Brier score is made of."""
    gains: tuple[GainsPoint, ...] = ()
    """What contacting the best-scored leads brings, by their share."""
    profit: Profit | None = None
    """The same in money; None unless the value of a win and the cost of a contact are configured."""
    within_age: WithinAge | None = None
    """What the columns know beyond the age of a lead; None where each lead was looked at once."""
    by_age: tuple[AgeBand, ...] = ()
    """Figures by age of the lead, the youngest first; empty without dates."""
    by_month: tuple[MonthFigures, ...] = ()
    """Figures by month of creation, the first month first; empty without dates."""
    slices: tuple[SliceFigures, ...] = ()
    """Figures by the values of columns."""
    backtest: tuple[BacktestResult, ...] = ()
    """The recipe at several cut-offs, the oldest first; the last one is the evaluation itself."""
    random_claim: Metrics | None = None
    """What random folds would have made of the evaluated leads; None where the split is random."""

    learner: LearnerFacts | None = None
    """How the model was fitted."""
    checks: SignalChecks | None = None
    """Whether signals hold on leads that the model never saw; None where nobody looked."""
    drivers: tuple[Driver, ...] = ()
    """What moves the score, the strongest first."""
    interval: IntervalCoverage | None = None
    """Whether the intervals around probabilities held on later leads."""
    gates: tuple[GateResult, ...] = ()
    """What gates would have said of past leads."""
    grades: GradeFacts | None = None
    """Where grades begin."""

    champion: ChampionComparison | None = None
    """The comparison with the champion; None where there was none."""
    verdict: Verdict | None = None
    """Whether the model may be used."""
    twin_sha256: str | None = None
    """Hash of the manifest of the evaluated model, which is kept beside the run; 64 hexadecimal digits."""
