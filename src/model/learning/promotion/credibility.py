"""Can the figures be believed, and does the model know more than what costs nothing?"""

from collections.abc import Sequence

from leadscore.model.card import Card, Estimate, filled
from leadscore.model.card.evaluation import WithinAge
from leadscore.model.card.figures import LeadCounts
from leadscore.model.card.training_data import LeakFinding
from leadscore.model.errors import some
from leadscore.model.learning.promotion.rules import RuleResult, above, below, pooled, shown

TOO_HIGH_LIFT = 5.0
TOO_HIGH_AUC = 0.95

FEW_TRAINING = 100
"""Leads of the rarer outcome to learn from; with fewer, what is learnt changes with every new lead."""

FEW_JUDGED = 50
"""Leads of the rarer outcome to judge by; with fewer, a ROC AUC is known to less than .08 either way."""

TOO_FEW_JUDGED = 10
"""With fewer, no figure means anything."""


def leaks(card: Card) -> RuleResult:
    """No column or event that knows the outcome is learnt from."""
    if card.leaks is None:
        return RuleResult("care", "Nobody looked for columns that know the outcome.", "leaks were not looked for")
    high, medium = ([leak for leak in card.leaks if leak.severity == severity] for severity in ("high", "medium"))
    excluded = [leak for leak in high if leak.excluded]
    kept = [leak for leak in high if leak.kept and not leak.excluded]
    unsettled = [leak for leak in high if not leak.kept and not leak.excluded]
    if unsettled:
        text = f"Learnt from, in spite of strong signs of knowing the outcome: {_named(unsettled)}."
        return RuleResult("fail", text, "it learns from what seems to know the outcome")
    if kept:
        text = f"Kept by you, in spite of strong signs of knowing the outcome: {_named(kept)}."
        return RuleResult("care", text, "a suspected leak is kept")
    told = f"Left out, because of strong signs of knowing the outcome: {_named(excluded)}. " if excluded else ""
    questions = [leak for leak in medium if not leak.excluded]
    asked = f" To ask yourself about, for one sign each: {_named(questions)}." if questions else ""
    return RuleResult("pass", f"{told}Nothing that was learnt from shows strong signs of knowing the outcome.{asked}")


def enough(card: Card) -> RuleResult:
    """Enough leads of both outcomes to learn from, and to judge by."""
    training, evaluation_set = _rarer(filled(card.training)), _rarer(filled(card.evaluation))
    told = f"{training:,} leads of the rarer outcome to learn from, {evaluation_set:,} to judge by"
    if evaluation_set < TOO_FEW_JUDGED:
        return RuleResult("fail", f"{told}: too few to say how good the model is.", "too few leads to judge it by")
    few = filled(card.learner).few_data
    if training < FEW_TRAINING or evaluation_set < FEW_JUDGED or few is not None:
        short = training < FEW_TRAINING or evaluation_set < FEW_JUDGED
        bounds = f"; {FEW_TRAINING} and {FEW_JUDGED} would be enough" if short else ""
        text = f"{told}{bounds}. {few or ''}".rstrip()
        return RuleResult("care", text, "there are few leads to learn from or to judge by")
    return RuleResult("pass", f"{told}.")


def plausible(card: Card) -> RuleResult:
    """The figures are not too good to be true."""
    found = alarms(card)
    if found:
        return RuleResult("care", " ".join(found), "it looks too good to be true")
    return RuleResult("pass", "No figure is too good to be true.")


def alarms(card: Card) -> list[str]:
    """A sentence for each figure that is higher than honest lead scoring gets."""
    model = card.metrics["model"]
    lift, auc = model.lift_at_10.value, model.roc_auc.value
    look = "too good to be true: look for a column that knows the outcome."
    found = []
    if above(lift, TOO_HIGH_LIFT):
        found.append(f"The best tenth converted {lift:.1f} times as often as usual, {look}")
    if above(auc, TOO_HIGH_AUC):
        found.append(f"ROC AUC {auc:.3f}, {look}")
    return found


def _rarer(counted: LeadCounts) -> int:
    """Leads of the rarer outcome."""
    return min(counted.converted_leads, counted.leads - counted.converted_leads)


def _named(leaks: Sequence[LeakFinding]) -> str:
    return some([f"{leak.kind} `{leak.name}`" for leak in leaks], unit="")


FAINT_AUC = 0.55
"""A ROC AUC whose lower bound is not above this is hardly better than a coin; nor does luck alone get far beyond it."""

FREE_RIVALS = {
    "base_rate": "the usual rate for everyone",
    "age_rate": "the usual rate at each age",
    "point_rules": "your own point rules",
    "naive_bayes": "the naive Bayes that many CRMs ship",
}
"""What anybody has without a model, as far as the card holds it."""


SIMPLE_RIVALS = {"logistic": "a plain logistic regression", "lightgbm": "LightGBM as it comes"}
"""What is learned in a minute without leadscore."""


def signal(card: Card) -> RuleResult:
    """The columns predict the outcome: better than the base rate, and ranked better than by chance.

    Where leads are looked at again and again, their age alone does both, and would whatever the columns hold; there
    only what the columns add to it counts.
    """
    auc, gap = _beyond_age(card.within_age) or (card.metrics["model"].roc_auc, card.log_loss_difference["base_rate"])
    beyond_age = card.within_age is not None
    numbers = _numbers(auc, gap, beyond_age=beyond_age)
    if _beyond_chance(auc, gap):
        if not above(auc.low, FAINT_AUC):
            text = f"The columns say something about the outcome, but it may be hardly more than chance: {numbers}"
            return RuleResult("care", text, "these columns may predict this outcome only faintly")
        return RuleResult("pass", f"The columns predict the outcome: {numbers}")
    together = _over_all_folds(card)
    if together and _beyond_chance(*together):
        shown_together = _numbers(*together, beyond_age=beyond_age)
        text = f"All cut-offs together show that the columns predict the outcome: {shown_together}"
        return RuleResult("care", f"{text} The latest leads alone do not: {numbers}", "there is little to judge by")
    if above(auc.low, FAINT_AUC):
        text = f"The columns rank leads better than chance, but nothing shows that the probabilities help: {numbers}"
        return RuleResult("fail", text, "its probabilities may be no better than one rate for everyone")
    text = f"Nothing shows that these columns predict this outcome: {numbers}"
    return RuleResult("fail", text, "these columns do not predict this outcome")


def _beyond_age(within_age: WithinAge | None) -> tuple[Estimate, Estimate] | None:
    """ROC AUC, and log loss minus that of the usual rate at each age; None where age says nothing."""
    return None if within_age is None else (within_age.roc_auc, within_age.log_loss_difference)


def _beyond_chance(auc: Estimate, gap: Estimate) -> bool:
    return above(auc.low, 0.5) and below(gap.high, 0)


def _over_all_folds(card: Card) -> tuple[Estimate, Estimate] | None:
    """What is known beyond age or base rate at all cut-offs as one; each was judged on leads of its own."""
    if len(card.backtest) < 2:
        return None
    known = [_beyond_age(past.within_age) or (past.roc_auc, past.log_loss_difference) for past in card.backtest]
    return pooled([auc for auc, _ in known]), pooled([gap for _, gap in known])


def _numbers(auc: Estimate, gap: Estimate, *, beyond_age: bool) -> str:
    among = " among leads of one age" if beyond_age else ""
    rate = FREE_RIVALS["age_rate" if beyond_age else "base_rate"]
    return (
        f"ROC AUC{among} {shown(auc, digits=2)}, where 0.50 is chance; log loss minus that of {rate} "
        f"{shown(gap, digits=4)}, where below zero is better."
    )


def free_baselines(card: Card) -> RuleResult:
    """The model beats what anybody has without it."""
    differences = card.log_loss_difference
    gaps = {label: differences[name] for name, label in FREE_RIVALS.items() if name in differences}
    worse = [label for label, gap in gaps.items() if above(gap.low, 0)]
    level = [label for label, gap in gaps.items() if label not in worse and not below(gap.high, 0)]
    numbers = "; ".join(f"{label} {shown(gap, digits=4)}" for label, gap in gaps.items())
    told = f"Log loss minus that of each rival, where below zero is better: {numbers}."
    if worse:
        return RuleResult("fail", f"The model does worse than {_listed(worse)}. {told}", f"{worse[0]} predicts better")
    if level:
        text = f"It is not certain that the model beats {_listed(level)}. {told}"
        return RuleResult("care", text, f"it may be no better than {level[0]}")
    return RuleResult("pass", f"The model beats {_listed(list(gaps))}. {told}")


def simple_baselines(card: Card) -> RuleResult:
    """No simple model is surely better."""
    gaps = {label: card.log_loss_difference.get(name) for name, label in SIMPLE_RIVALS.items()}
    worse = {label: gap for label, gap in gaps.items() if gap is not None and above(gap.low, 0)}
    if not worse:
        return RuleResult("pass", "No simple model is surely better on the same leads.")
    numbers = "; ".join(f"{label} {shown(gap, digits=4)}" for label, gap in worse.items())
    text = f"Log loss is surely higher than that of {_listed(list(worse))}. Minus theirs: {numbers}."
    return RuleResult("care", text, f"{next(iter(worse))} predicts better")


def _listed(labels: list[str]) -> str:
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
