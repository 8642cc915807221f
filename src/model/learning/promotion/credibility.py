"""Can the figures be believed, and does the model know more than what costs nothing?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from leadscore.model.card import Card, Estimate, filled
from leadscore.model.card.evaluation import WithinAge
from leadscore.model.card.figures import LeadCounts
from leadscore.model.card.training_data import LeakFinding
from leadscore.model.learning.promotion.rules import (
    RuleResult,
    above,
    below,
    listed,
    pooled,
    ruled,
    shown,
    unchecked,
)
from leadscore.model.scoring.language import Wording

TOO_HIGH_LIFT = 5.0
TOO_HIGH_AUC = 0.95

FEW_TRAINING = 100
"""Leads of the rarer outcome to learn from; with fewer, what is learnt changes with every new lead."""

FEW_JUDGED = 50
"""Leads of the rarer outcome to evaluate on; with fewer, a ROC AUC is known to less than .08 either way."""

TOO_FEW_JUDGED = 10
"""With fewer, no figure means anything."""


def leaks(card: Card, wording: Wording) -> RuleResult:
    """No column or event that knows the outcome is learnt from."""
    if card.leaks is None:
        return unchecked("leaks", wording)
    high, medium = ([leak for leak in card.leaks if leak.severity == severity] for severity in ("high", "medium"))
    excluded = [leak for leak in high if leak.excluded]
    kept = [leak for leak in high if leak.kept and not leak.excluded]
    unsettled = [leak for leak in high if not leak.kept and not leak.excluded]
    if unsettled:
        return ruled("fail", "leaks_unsettled", wording, names=_named(unsettled, wording))
    if kept:
        return ruled("care", "leaks_kept", wording, names=_named(kept, wording))
    to_check = [leak for leak in medium if not leak.excluded]
    sentences = [wording.say("verdict.leaks_none")]
    if excluded:
        sentences.insert(0, wording.say("verdict.leaks_excluded", names=_named(excluded, wording)))
    if to_check:
        sentences.append(wording.say("verdict.leaks_to_check", names=_named(to_check, wording)))
    return RuleResult("pass", " ".join(sentences))


def enough(card: Card, wording: Wording) -> RuleResult:
    """Enough leads of both outcomes to learn from, and to evaluate on."""
    training, evaluated = _rarer(filled(card.training)), _rarer(filled(card.evaluation))
    counted = {"training": training, "evaluated": evaluated}
    if evaluated < TOO_FEW_JUDGED:
        return ruled("fail", "enough_too_few", wording, **counted)
    few = filled(card.learner).few_data or ""
    if training < FEW_TRAINING or evaluated < FEW_JUDGED:
        bounds = {"training_bound": FEW_TRAINING, "bound": FEW_JUDGED}
        short = ruled("care", "enough_short", wording, **counted, **bounds)
        return replace(short, text=f"{short.text} {few}".rstrip())
    reached = wording.say("verdict.enough", **counted)
    if few:
        return RuleResult("care", f"{reached} {few}", wording.say("verdict.enough_short_reason"))
    return RuleResult("pass", reached)


def plausible(card: Card, wording: Wording) -> RuleResult:
    """The figures are not too good to be true."""
    found = alarms(card, wording)
    if found:
        return RuleResult("care", " ".join(found), wording.say("verdict.implausible_reason"))
    model = card.metrics["model"]
    if model.lift_at_10.value is None or model.roc_auc.value is None:
        return unchecked("plausible", wording)
    return ruled("pass", "plausible", wording)


def alarms(card: Card, wording: Wording) -> list[str]:
    """A sentence for each figure that is higher than honest lead scoring gets."""
    model = card.metrics["model"]
    lift, auc = model.lift_at_10.value, model.roc_auc.value
    found = []
    if above(lift, TOO_HIGH_LIFT):
        found.append(wording.say("verdict.implausible_lift", lift=wording.formats.number(lift, 1)))
    if above(auc, TOO_HIGH_AUC):
        found.append(wording.say("verdict.implausible_auc", auc=wording.formats.number(auc, 3)))
    return found


def _rarer(counted: LeadCounts) -> int:
    """Leads of the rarer outcome."""
    return min(counted.converted_leads, counted.leads - counted.converted_leads)


def _named(leaks: Sequence[LeakFinding], wording: Wording) -> str:
    """The first of them by name, and how many more there are."""
    named = [wording.say(f"verdict.{leak.kind}", name=leak.name) for leak in leaks]
    names, more = ", ".join(named[:_MOST_NAMED]), len(named) - _MOST_NAMED
    return wording.say("verdict.and_more", names=names, count=more) if more > 0 else names


_MOST_NAMED = 5

FAINT_AUC = 0.55
"""A ROC AUC whose lower bound is not above this is hardly better than a coin; nor does luck alone get far beyond it."""

FREE_BASELINES = ("base_rate", "age_rate", "point_rules", "naive_bayes")
"""What anybody has without a model, as far as the card holds it."""


SIMPLE_BASELINES = ("logistic", "lightgbm")
"""What is learned in a minute without leadscore."""


def signal(card: Card, wording: Wording) -> RuleResult:
    """The columns predict the outcome: better than the base rate, and ranked better than by chance.

    Where leads are looked at again and again, their age alone does both, and would whatever the columns hold; there
    only what the columns add to it counts.
    """
    auc, gap = _beyond_age(card.within_age) or (card.metrics["model"].roc_auc, card.log_loss_difference["base_rate"])
    beyond_age = card.within_age is not None
    figures = _figures(auc, gap, wording, beyond_age=beyond_age)
    if _beyond_chance(auc, gap):
        if not above(auc.low, FAINT_AUC):
            return ruled("care", "signal_faint", wording, figures=figures)
        return ruled("pass", "signal_found", wording, figures=figures)
    together = _over_all_folds(card)
    if together and _beyond_chance(*together):
        pooled_figures = _figures(*together, wording, beyond_age=beyond_age)
        return ruled("care", "signal_together", wording, together=pooled_figures, figures=figures)
    ranked = above(auc.low, FAINT_AUC)
    return ruled("fail", "signal_ranks" if ranked else "signal_none", wording, figures=figures)


def _beyond_age(within_age: WithinAge | None) -> tuple[Estimate, Estimate] | None:
    """ROC AUC, and log loss minus that of the usual rate at each age; None where age says nothing."""
    return None if within_age is None else (within_age.roc_auc, within_age.log_loss_difference)


def _beyond_chance(auc: Estimate, gap: Estimate) -> bool:
    return above(auc.low, 0.5) and below(gap.high, 0)


def _over_all_folds(card: Card) -> tuple[Estimate, Estimate] | None:
    """The metrics beyond age or base rate, pooled over all backtest folds; each was evaluated on leads of its own."""
    if len(card.backtest) < 2:
        return None
    known = [_beyond_age(past.within_age) or (past.roc_auc, past.log_loss_difference) for past in card.backtest]
    return pooled([auc for auc, _ in known]), pooled([gap for _, gap in known])


def _figures(auc: Estimate, gap: Estimate, wording: Wording, *, beyond_age: bool) -> str:
    return wording.say(
        "verdict.signal_figures_at_age" if beyond_age else "verdict.signal_figures",
        auc=shown(auc, wording, digits=2),
        chance=wording.formats.number(0.5, 2),
        gap=shown(gap, wording, digits=4),
    )


def free_baselines(card: Card, wording: Wording) -> RuleResult:
    """The model beats what anybody has without it."""
    differences = card.log_loss_difference
    gaps = {name: differences[name] for name in FREE_BASELINES if name in differences}
    worse = [name for name, gap in gaps.items() if above(gap.low, 0)]
    level = [name for name, gap in gaps.items() if name not in worse and not below(gap.high, 0)]
    figures = wording.say("verdict.free_figures", figures=_differences(gaps, wording))

    def text(key: str, names: Iterable[str]) -> str:
        return f"{wording.say(key, names=listed(_labels(names, wording), wording))} {figures}"

    if worse:
        reason = wording.say("verdict.worse_reason", name=_labels(worse, wording)[0])
        return RuleResult("fail", text("verdict.free_worse", worse), reason)
    if level:
        reason = wording.say("verdict.free_level_reason", name=_labels(level, wording)[0])
        return RuleResult("care", text("verdict.free_level", level), reason)
    return RuleResult("pass", text("verdict.free_beaten", gaps))


def simple_baselines(card: Card, wording: Wording) -> RuleResult:
    """No simple model is surely better."""
    gaps = {name: card.log_loss_difference.get(name) for name in SIMPLE_BASELINES}
    worse = {name: gap for name, gap in gaps.items() if gap is not None and above(gap.low, 0)}
    if not worse:
        compared = all(gap is not None and gap.low is not None for gap in gaps.values())
        return ruled("pass", "simple_none", wording) if compared else unchecked("simple", wording)
    names = _labels(worse, wording)
    text = wording.say("verdict.simple_worse", names=listed(names, wording), figures=_differences(worse, wording))
    return RuleResult("care", text, wording.say("verdict.worse_reason", name=names[0]))


def _labels(names: Iterable[str], wording: Wording) -> list[str]:
    return [wording.say(f"verdict.{name}") for name in names]


def _differences(gaps: Mapping[str, Estimate], wording: Wording) -> str:
    """Each baseline with the log loss minus its own."""
    labels = _labels(gaps, wording)
    figures = (shown(gap, wording, digits=4) for gap in gaps.values())
    return "; ".join(f"{label} {figure}" for label, figure in zip(labels, figures, strict=True))
