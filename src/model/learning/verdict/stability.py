"""Will it hold tomorrow: at other cut-offs, after the gap, and on the latest leads?"""

from leadscore.model.learning.verdict.ruling import Card, Ruling, above, below
from leadscore.model.numbers import number

WIDE_SPREAD = 0.1
"""ROC AUCs of two cut-offs that are further apart, and do not overlap, are not one model's."""


def stable(card: Card) -> Ruling:
    """At every cut-off the same recipe beats the base rate, and ranks about equally well."""
    replays = card["replays"] or []
    if len(replays) < 2:
        text = "Learning and judging could not be repeated at several cut-offs, so nothing shows how it does over time."
        return Ruling("care", text, "nothing shows whether it holds over time")
    gaps = [replay["log_loss_difference"] for replay in replays]
    told = f"At {len(replays)} cut-offs, {_aucs(card)}."
    lost = sum(not below(gap["value"], 0) for gap in gaps)
    if any(above(gap["low"], 0) for gap in gaps):
        text = f"At one cut-off or more the model did worse than the usual rate for everyone. {told}"
        return Ruling("fail", text, "at some cut-offs it does worse than no model")
    if lost:
        text = f"At {lost} of them the model did not beat the usual rate for everyone. {told}"
        return Ruling("care", text, "it does not beat the usual rate at every cut-off")
    if _spread_is_wide(card):
        text = f"How well the leads are told apart depends on the cut-off by more than chance. {told}"
        return Ruling("care", text, "how well it does depends on the cut-off")
    return Ruling("pass", f"The model beat the usual rate for everyone every time. {told}")


def split(card: Card) -> Ruling:
    """The evaluation lies in the future of the training, with the gap between them."""
    made = card["split"]
    if made["optimistic"]:
        text = "There were too few leads for a gap between training and evaluation, so figures may flatter."
        return Ruling("care", text, "its figures are optimistic")
    if made["kind"] == "random" and card["trained_until"] is not None:
        text = 'The leads have dates, but were split at random, which flatters: set split = "time".'
        return Ruling("care", text, "a random split flatters")
    told = {
        "time": "Judged forward in time, after a gap of one horizon.",
        "file_order": "Judged on the last leads of the file.",
        "random": "Judged on a random slice, because no date orders the leads.",
    }
    return Ruling("pass", told[made["kind"]])


def drift(card: Card) -> Ruling:
    """The latest matured leads convert as the model expects."""
    gate = card["learner"]["drift"]
    if gate is None:
        return Ruling("pass", "Whether the latest leads convert as expected could not be checked.")
    told = f"{gate['observed']:.1%} converted, {gate['predicted']:.1%} were expected (z = {number(gate['z'], 1)})."
    by_time = card["split"]["kind"] != "random"
    latest, earlier = ("latest leads", "earlier ones") if by_time else ("leads held out at random", "others")
    if gate["fired"]:
        text = f"The {latest} convert unlike the {earlier}: {told} The intercept was moved to match."
        return Ruling("care", text, f"the {latest} convert unlike the {earlier}")
    return Ruling("pass", f"The {latest} convert as expected: {told}")


def _aucs(card: Card) -> str:
    known = [auc for replay in card["replays"] if (auc := replay["roc_auc"]["value"]) is not None]
    return f"ROC AUC {min(known):.2f} to {max(known):.2f}" if known else "ROC AUC unknown"


def _spread_is_wide(card: Card) -> bool:
    """Whether the best and the worst cut-off are far apart, and their intervals do not meet."""
    aucs = [replay["roc_auc"] for replay in card["replays"] if replay["roc_auc"]["value"] is not None]
    best, worst = (choose(aucs, key=lambda auc: auc["value"]) for choose in (max, min)) if aucs else (None, None)
    if best is None or worst is None or best["value"] - worst["value"] <= WIDE_SPREAD:
        return False
    return above(best["low"], worst["high"])
