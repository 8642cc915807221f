"""Do the probabilities hold, and will they tomorrow: at other dates, after the gap, and on the latest leads?"""

from leadscore.model.card import Card, filled
from leadscore.model.learning.promotion.rules import RuleResult, above, below, shown
from leadscore.model.scoring.language import ENGLISH

NOTICEABLE = 0.05
"""Errors below a twentieth of the rarer outcome's rate matter to nobody, however surely they are there."""

SLOPES = (0.9, 1.1)
"""Slopes between these are as good as 1; an interval that reaches in between may be."""

STANDARD_ERRORS = 3.0
"""So far the mean prediction may be from the observed rate."""

GROSS_FACTOR = 2.0
"""A mean prediction, or a slope, off by this factor is no probability any more."""

GROSS_ERROR = 0.1
"""Nor is one that is off by ten points on average, beyond what chance does."""


def calibration(card: Card) -> RuleResult:
    """Predicted rates are the observed ones, as far as chance allows to tell."""
    error, evaluation = filled(card.calibration_error), filled(card.evaluation)
    slope = card.metrics["model"].calibration_slope
    digits = 1 if f"{error.ece:.1%}" != f"{error.floor_high:.1%}" else 2
    told = (
        f"Predicted on average {evaluation.mean_prediction:.1%}, observed {evaluation.typical:.1%}; "
        f"calibration error {error.ece:.{digits}%}, where true probabilities would show up to "
        f"{error.floor_high:.{digits}%}; slope {shown(slope, digits=2)}, where 1 is right."
    )
    if _gross(card):
        return RuleResult("fail", f"The probabilities are far off. {told}", "the probabilities are far off")
    if off := _off(card):
        text = f"The order of the leads may be right, but {' and '.join(off)}. {told}"
        return RuleResult("care", text, off[0])
    return RuleResult("pass", f"The probabilities hold, as far as chance allows to tell. {told}")


def _off(card: Card) -> list[str]:
    """What is noticeably and surely not right about the probabilities."""
    error, slope = filled(card.calibration_error), card.metrics["model"].calibration_slope
    gap, allowed = _gap(card), _noticeable(card)
    found = []
    if abs(gap) > max(STANDARD_ERRORS * _standard_error(card), allowed):
        found.append(f"the predicted rates are too {'high' if gap > 0 else 'low'}")
    if error.ece > max(error.floor_high, allowed):
        found.append("predicted and observed rates differ by more than chance")
    if below(slope.high, SLOPES[0]):
        found.append("the probabilities are too extreme")
    elif above(slope.low, SLOPES[1]):
        found.append("the probabilities are too cautious")
    elif slope.value is None:
        found.append("every lead gets the same probability")
    return found


def _gross(card: Card) -> bool:
    error, slope = filled(card.calibration_error), card.metrics["model"].calibration_slope
    if below(slope.high, 1 / GROSS_FACTOR) or above(slope.low, GROSS_FACTOR):
        return True
    if error.ece > error.floor_high + GROSS_ERROR:
        return True
    observed, predicted = filled(card.evaluation).typical, filled(card.evaluation).mean_prediction
    by_factor = not observed / GROSS_FACTOR <= predicted <= observed * GROSS_FACTOR
    return by_factor and abs(_gap(card)) > STANDARD_ERRORS * _standard_error(card)


def _gap(card: Card) -> float:
    return filled(card.evaluation).mean_prediction - filled(card.evaluation).typical


def _standard_error(card: Card) -> float:
    """Of the observed rate, if every lead were one row."""
    evaluation = filled(card.evaluation)
    return float((evaluation.typical * (1 - evaluation.typical) / evaluation.leads) ** 0.5)


def _noticeable(card: Card) -> float:
    typical = filled(card.evaluation).typical
    return NOTICEABLE * min(typical, 1 - typical)


WIDE_SPREAD = 0.1
"""ROC AUCs of two cut-offs that are further apart, and do not overlap, are not one model's."""


def stable(card: Card) -> RuleResult:
    """At every cut-off the same recipe beats the base rate, and ranks about equally well."""
    if len(card.backtest) < 2:
        text = "Learning and judging could not be repeated at several cut-offs, so nothing shows how it does over time."
        return RuleResult("care", text, "nothing shows whether it holds over time")
    gaps = [result.log_loss_difference for result in card.backtest]
    told = f"At {len(card.backtest)} cut-offs, {_aucs(card)}."
    lost = sum(not below(gap.value, 0) for gap in gaps)
    if any(above(gap.low, 0) for gap in gaps):
        text = f"At one cut-off or more the model did worse than the usual rate for everyone. {told}"
        return RuleResult("fail", text, "at some cut-offs it does worse than no model")
    if lost:
        text = f"At {lost} of them the model did not beat the usual rate for everyone. {told}"
        return RuleResult("care", text, "it does not beat the usual rate at every cut-off")
    if _spread_is_wide(card):
        text = f"How well the leads are told apart depends on the cut-off by more than chance. {told}"
        return RuleResult("care", text, "how well it does depends on the cut-off")
    return RuleResult("pass", f"The model beat the usual rate for everyone every time. {told}")


def split(card: Card) -> RuleResult:
    """The evaluation lies in the future of the training, with the gap between them."""
    made = filled(card.split)
    if made.optimistic:
        text = "There were too few leads for a gap between training and evaluation, so figures may flatter."
        return RuleResult("care", text, "its figures are optimistic")
    if made.kind == "random" and card.trained_until is not None:
        text = 'The leads have dates, but were split at random, which flatters: set split = "time".'
        return RuleResult("care", text, "a random split flatters")
    told = {
        "time": "Judged forward in time, after a gap of one horizon.",
        "file_order": "Judged on the last leads of the file.",
        "random": "Judged on a random slice, because no date orders the leads.",
    }
    return RuleResult("pass", told[made.kind])


def drift(card: Card) -> RuleResult:
    """The latest matured leads convert as the model expects."""
    gate = filled(card.learner).drift
    if gate is None:
        return RuleResult("pass", "Whether the latest leads convert as expected could not be checked.")
    told = f"{gate.observed:.1%} converted, {gate.predicted:.1%} were expected (z = {ENGLISH.number(gate.z, 1)})."
    by_time = filled(card.split).kind != "random"
    latest, earlier = ("latest leads", "earlier ones") if by_time else ("leads held out at random", "others")
    if gate.fired:
        text = f"The {latest} convert unlike the {earlier}: {told} The intercept was moved to match."
        return RuleResult("care", text, f"the {latest} convert unlike the {earlier}")
    return RuleResult("pass", f"The {latest} convert as expected: {told}")


def _aucs(card: Card) -> str:
    known = [auc for result in card.backtest if (auc := result.roc_auc.value) is not None]
    return f"ROC AUC {min(known):.2f} to {max(known):.2f}" if known else "ROC AUC unknown"


def _spread_is_wide(card: Card) -> bool:
    """Whether the best and the worst cut-off are far apart, and their intervals do not meet."""
    aucs = sorted((auc, result.roc_auc) for result in card.backtest if (auc := result.roc_auc.value) is not None)
    if not aucs:
        return False
    (lowest, worst), (highest, best) = aucs[0], aucs[-1]
    return highest - lowest > WIDE_SPREAD and worst.high is not None and above(best.low, worst.high)
