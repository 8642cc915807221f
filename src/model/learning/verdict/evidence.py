"""Can the figures be believed: leaks, figures too good to be true, and how many leads stand behind them?"""

from collections.abc import Sequence
from typing import Any

from leadscore.model.errors import some
from leadscore.model.learning.verdict.ruling import Card, Ruling, above

TOO_HIGH_LIFT = 5.0
TOO_HIGH_AUC = 0.95

FEW_TRAINING = 100
"""Leads of the rarer outcome to learn from; with fewer, what is learnt changes with every new lead."""

FEW_JUDGED = 50
"""Leads of the rarer outcome to judge by; with fewer, a ROC AUC is known to less than .08 either way."""

TOO_FEW_JUDGED = 10
"""With fewer, no figure means anything."""


def leaks(card: Card) -> Ruling:
    """No column or event that knows the outcome is learnt from."""
    if card["leaks"] is None:
        return Ruling("care", "Nobody looked for columns that know the outcome.", "leaks were not looked for")
    high, medium = ([leak for leak in card["leaks"] if leak["severity"] == severity] for severity in ("high", "medium"))
    excluded = [leak for leak in high if leak["excluded"]]
    kept = [leak for leak in high if leak["kept"] and not leak["excluded"]]
    unsettled = [leak for leak in high if not leak["kept"] and not leak["excluded"]]
    if unsettled:
        text = f"Learnt from, in spite of strong signs of knowing the outcome: {_named(unsettled)}."
        return Ruling("fail", text, "it learns from what seems to know the outcome")
    if kept:
        text = f"Kept by you, in spite of strong signs of knowing the outcome: {_named(kept)}."
        return Ruling("care", text, "a suspected leak is kept")
    told = f"Left out, because of strong signs of knowing the outcome: {_named(excluded)}. " if excluded else ""
    questions = [leak for leak in medium if not leak["excluded"]]
    asked = f" To ask yourself about, for one sign each: {_named(questions)}." if questions else ""
    return Ruling("pass", f"{told}Nothing that was learnt from shows strong signs of knowing the outcome.{asked}")


def enough(card: Card) -> Ruling:
    """Enough leads of both outcomes to learn from, and to judge by."""
    training, judged = _rarer(card["training"]), _rarer(card["evaluation"])
    told = f"{training:,} leads of the rarer outcome to learn from, {judged:,} to judge by"
    if judged < TOO_FEW_JUDGED:
        return Ruling("fail", f"{told}: too few to say how good the model is.", "too few leads to judge it by")
    few = card["learner"]["few_data"]
    if training < FEW_TRAINING or judged < FEW_JUDGED or few is not None:
        short = training < FEW_TRAINING or judged < FEW_JUDGED
        bounds = f"; {FEW_TRAINING} and {FEW_JUDGED} would be enough" if short else ""
        text = f"{told}{bounds}. {few or ''}".rstrip()
        return Ruling("care", text, "there are few leads to learn from or to judge by")
    return Ruling("pass", f"{told}.")


def plausible(card: Card) -> Ruling:
    """The figures are not too good to be true."""
    found = alarms(card)
    if found:
        return Ruling("care", " ".join(found), "it looks too good to be true")
    return Ruling("pass", "No figure is too good to be true.")


def alarms(card: Card) -> list[str]:
    """A sentence for each figure that is higher than honest lead scoring gets."""
    model = card["metrics"]["model"]
    lift, auc = model["lift_at_10"]["value"], model["roc_auc"]["value"]
    look = "too good to be true: look for a column that knows the outcome."
    found = []
    if above(lift, TOO_HIGH_LIFT):
        found.append(f"The best tenth converted {lift:.1f} times as often as usual, {look}")
    if above(auc, TOO_HIGH_AUC):
        found.append(f"ROC AUC {auc:.3f}, {look}")
    return found


def _rarer(counted: Card) -> int:
    """Leads of the rarer outcome."""
    return int(min(counted["converted_leads"], counted["leads"] - counted["converted_leads"]))


def _named(leaks: Sequence[Any]) -> str:
    return some([f"{leak['kind']} `{leak['name']}`" for leak in leaks], unit="")
