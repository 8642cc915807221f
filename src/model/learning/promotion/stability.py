"""Do the probabilities hold, and will they tomorrow: at other dates, after the gap, and on the latest leads?"""

from dataclasses import replace
from functools import reduce

from leadscore.model.card import Card, filled
from leadscore.model.learning.promotion.rules import RuleResult, above, below, ruled, shown, unchecked
from leadscore.model.scoring.language import Wording

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


def calibration(card: Card, wording: Wording) -> RuleResult:
    """Predicted rates are the observed ones, within what chance explains."""
    figures = _calibration_figures(card, wording)
    if _gross(card):
        gross = ruled("fail", "calibration_gross", wording)
        return replace(gross, text=f"{gross.text} {figures}")
    if off := [wording.say(f"verdict.{name}_reason") for name in _off(card)]:
        reasons = reduce(lambda first, last: wording.say("verdict.both", first=first, last=last), off)
        return RuleResult("care", f"{wording.say('verdict.calibration_off', reasons=reasons)} {figures}", off[0])
    slope = card.metrics["model"].calibration_slope
    if slope.low is None or slope.high is None:
        return unchecked("calibration", wording)
    return RuleResult("pass", f"{wording.say('verdict.calibration_holds')} {figures}")


def _calibration_figures(card: Card, wording: Wording) -> str:
    error, evaluation = filled(card.calibration_error), filled(card.evaluation)
    digits = 1 if f"{error.ece:.1%}" != f"{error.floor_high:.1%}" else 2
    percent = wording.formats.percent
    return wording.say(
        "verdict.calibration_figures",
        predicted=percent(evaluation.mean_prediction),
        observed=percent(evaluation.typical),
        error=percent(error.ece, digits),
        floor=percent(error.floor_high, digits),
        slope=shown(card.metrics["model"].calibration_slope, wording, digits=2),
    )


def _off(card: Card) -> list[str]:
    """Names of what is noticeably and surely not right about the probabilities."""
    error, slope = filled(card.calibration_error), card.metrics["model"].calibration_slope
    gap, allowed = _gap(card), _noticeable(card)
    found = []
    if abs(gap) > max(STANDARD_ERRORS * _standard_error(card), allowed):
        found.append("rates_too_high" if gap > 0 else "rates_too_low")
    if error.ece > max(error.floor_high, allowed):
        found.append("rates_differ")
    if below(slope.high, SLOPES[0]):
        found.append("too_extreme")
    elif above(slope.low, SLOPES[1]):
        found.append("too_cautious")
    elif slope.value is None:
        found.append("all_alike")
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
"""ROC AUCs of two backtest folds that are further apart, and do not overlap, are not one model's."""


def stable(card: Card, wording: Wording) -> RuleResult:
    """In every backtest fold the same recipe beats the base rate, and ranks about equally well."""
    if len(card.backtest) < 2:
        return ruled("unchecked", "stable_unrepeated", wording)
    found = _over_time(card, wording)
    return replace(found, text=f"{found.text} {_auc_figures(card, wording)}")


def _over_time(card: Card, wording: Wording) -> RuleResult:
    gaps = [result.log_loss_difference for result in card.backtest]
    lost = sum(not below(gap.value, 0) for gap in gaps)
    if any(above(gap.low, 0) for gap in gaps):
        return ruled("fail", "stable_lost", wording)
    if lost:
        return ruled("care", "stable_level", wording, count=lost)
    if _spread_is_wide(card):
        return ruled("care", "stable_spread", wording)
    if any(result.roc_auc.value is None for result in card.backtest):
        return unchecked("stable", wording)
    return ruled("pass", "stable_holds", wording)


def split(card: Card, wording: Wording) -> RuleResult:
    """The evaluation lies in the future of the training, with the gap between them."""
    made = filled(card.split)
    if made.optimistic:
        return ruled("care", "split_optimistic", wording)
    if made.kind == "random" and card.trained_until is not None:
        return ruled("care", "split_random_dated", wording)
    return ruled("pass", f"split_{made.kind}", wording)


def drift(card: Card, wording: Wording) -> RuleResult:
    """The latest matured leads convert as the model expects."""
    gate = filled(card.learner).drift
    if gate is None:
        return unchecked("drift", wording)
    formats = wording.formats
    figures = {
        "observed": formats.percent(gate.observed),
        "predicted": formats.percent(gate.predicted),
        "z": formats.number(gate.z, 1),
    }
    leads = "_random" if filled(card.split).kind == "random" else ""
    if gate.fired:
        return ruled("care", f"drift_fired{leads}", wording, **figures)
    return ruled("pass", f"drift_none{leads}", wording, **figures)


def _auc_figures(card: Card, wording: Wording) -> str:
    count = len(card.backtest)
    known = [auc for result in card.backtest if (auc := result.roc_auc.value) is not None]
    if not known:
        return wording.say("verdict.stable_figures_unknown", count=count)
    low, high = (wording.formats.number(auc, 2) for auc in (min(known), max(known)))
    return wording.say("verdict.stable_figures", count=count, low=low, high=high)


def _spread_is_wide(card: Card) -> bool:
    """Whether the best and the worst backtest fold are far apart, and their intervals do not meet."""
    aucs = sorted((auc, result.roc_auc) for result in card.backtest if (auc := result.roc_auc.value) is not None)
    if not aucs:
        return False
    (lowest, worst), (highest, best) = aucs[0], aucs[-1]
    return highest - lowest > WIDE_SPREAD and worst.high is not None and above(best.low, worst.high)
