"""The evaluation in a card: calibration, gains, profit, metrics by group, and the backtest."""

from dataclasses import dataclass

from leadscore.model.card.figures import CardPart, Estimate, LeadCounts
from leadscore.model.card.learner import DriftResult


@dataclass(frozen=True)
class CalibrationPoint(CardPart):
    """One of ten bins of the predictions, of equal weight."""

    predicted: float
    """Mean predicted probability in the bin; 0 to 1."""
    observed: float
    """Conversion rate in the bin; 0 to 1."""
    leads: int
    """Number of distinct leads in the bin."""


@dataclass(frozen=True)
class CalibrationError(CardPart):
    """The expected calibration error, beside the error that chance alone would give."""

    ece: float
    """Expected calibration error over fifteen bins of equal weight; 0 to 1, lower is better."""
    floor_mean: float
    """What perfectly true probabilities would show on average on so few leads; 0 to 1."""
    floor_high: float
    """What perfectly true probabilities would show at most, in 95 % of the cases; 0 to 1."""


@dataclass(frozen=True)
class BrierParts(CardPart):
    """Murphy's decomposition of the Brier score: reliability - resolution + uncertainty, up to a small residual."""

    reliability: float
    """How far predicted and observed rates of the bins are apart, squared; at least 0, lower is better."""
    resolution: float
    """How far the observed rates of the bins are from the overall one, squared; at least 0, higher is better."""
    uncertainty: float
    """The Brier score of predicting the overall rate; 0 to 0.25."""


@dataclass(frozen=True)
class GainsPoint(CardPart):
    """The gains from contacting a share of the leads, the best-scored first."""

    share: float
    """Share of the leads that is contacted; above 0, up to 1."""
    captured: float
    """Share of all conversions among them; 0 to 1."""
    lift: float
    """Their conversion rate over that of all leads; at least 0, 1 is chance."""
    precision: float
    """Their conversion rate; 0 to 1."""


@dataclass(frozen=True)
class Profit(CardPart):
    """What a lead brings if those are contacted whose expected win exceeds the cost, in the configured currency."""

    win_value: float
    """What a conversion is worth, as configured."""
    contact_cost: float
    """What a contact costs, as configured."""
    threshold: float
    """Probability above which a contact pays; cost over value."""
    contacted_share: float
    """Share of the leads above the threshold; 0 to 1."""
    per_lead: Estimate
    """Mean profit per lead if only those are contacted."""
    everyone_per_lead: Estimate
    """Mean profit per lead if everyone is contacted."""


@dataclass(frozen=True)
class IntervalGroup(CardPart):
    """One band of scores: its learned interval, and the conversion rate of later leads in the band."""

    low: float
    """Lower end of the interval around the learned rate; 0 to 1."""
    high: float
    """Upper end of the interval; 0 to 1."""
    rate: float
    """Conversion rate of the leads that the interval was learned from; 0 to 1."""
    leads: int
    """Number of these leads."""
    observed: float | None
    """Conversion rate of the later leads; 0 to 1. None where they are too few."""
    observed_leads: int | None
    """Number of the later leads; None where they are too few."""
    inside: bool | None
    """Whether the later rate lies in the interval; None where the later leads are too few."""


@dataclass(frozen=True)
class IntervalCoverage(CardPart):
    """The coverage of the probabilities' intervals on later leads."""

    level: float
    """Share of the intervals that should hold the true rate of their band; 0 to 1."""
    groups: tuple[IntervalGroup, ...]
    """Some bands of the evaluated model that do not overlap, the lowest scores first."""
    inside: float | None
    """Share of the bands whose later rate lay inside; 0 to 1. None where no band had enough later leads."""
    expected: float | None
    """What that share would be on average if nothing had changed, as later rates are samples, too; 0 to 1."""


@dataclass(frozen=True)
class WithinAge(CardPart):
    """Metrics among leads of the same age: what the model knows beyond age."""

    roc_auc: Estimate
    """ROC AUC among leads of one age, averaged over ages; 0 to 1, 0.5 is chance."""
    log_loss_difference: Estimate
    """Log loss minus that of the usual rate at each age, in nats; below 0 the model is better."""


@dataclass(frozen=True)
class AgeBand(LeadCounts):
    """Metrics on the snapshots of leads in one age band."""

    from_days: int
    """Least age in days."""
    until_days: int | None
    """Age in days that is no longer in the band; None for the oldest band."""
    roc_auc: Estimate
    """ROC AUC in the band; not known where it has one outcome only."""
    log_loss: Estimate
    """Log loss in the band, in nats."""
    lift_at_10: Estimate
    """Lift of the best-scored tenth of the band."""


@dataclass(frozen=True, kw_only=True)
class GroupFigures(CardPart):
    """Metrics on one group of leads; None where the group is too small for them."""

    leads: int
    """Number of distinct leads."""
    snapshots: int
    """Number of looks at these leads."""
    converted_leads: int
    """Number of the leads that converted."""
    typical: float | None
    """Conversion rate, weighted as everywhere; 0 to 1. None with too few leads."""
    mean_prediction: float
    """Mean predicted probability; 0 to 1."""
    small: bool | None = None
    """Whether the leads are too few for figures that would not mislead."""
    roc_auc: Estimate | None
    """ROC AUC in the group, without an interval; None in a small group."""
    log_loss: Estimate | None
    """Log loss in the group, in nats, without an interval; None in a small group."""


@dataclass(frozen=True, kw_only=True)
class MonthFigures(GroupFigures):
    """Metrics on the leads created in one month."""

    month: str
    """The month in UTC, as 2026-03."""


@dataclass(frozen=True, kw_only=True)
class SliceFigures(GroupFigures):
    """Metrics on the leads with one value of a column."""

    column: str
    """Name of the column."""
    label: str
    """What people call the column."""
    value: str
    """The value, a range of values, or a word for all others."""


@dataclass(frozen=True)
class BacktestResult(CardPart):
    """One backtest fold: the evaluation of a model trained on the data known by the fold's date."""

    test_from: str | None
    """Earliest creation of an evaluated lead, ISO 8601; None where the split does not go by time."""
    train_until: str | None
    """Moment by which every training label was known, ISO 8601; None without dates."""
    training: LeadCounts
    """The leads that were learned from."""
    evaluation: LeadCounts
    """The later leads that the model was tried on."""
    mean_prediction: float
    """Mean predicted probability of these; 0 to 1."""
    roc_auc: Estimate
    """ROC AUC on these."""
    log_loss: Estimate
    """Log loss on these, in nats."""
    lift_at_10: Estimate
    """Lift of their best-scored tenth."""
    log_loss_difference: Estimate
    """Log loss minus that of the base rate of the training leads, in nats; below 0 the model is better."""
    within_age: WithinAge | None = None
    """What the columns know beyond age; None where each lead was looked at once."""
    drift: DriftResult | None = None
    """What the cut-off before showed of drift; None where too few labels were known."""
