"""Does the model know anything, and more than what costs nothing?"""

from leadscore.model.learning.verdict.ruling import Card, Figure, Ruling, above, below, pooled, shown

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


def signal(card: Card) -> Ruling:
    """The columns predict the outcome: better than the base rate, and ranked better than by chance.

    Where leads are looked at again and again, their age alone does both, and would whatever the columns hold; there
    only what the columns add to it counts.
    """
    auc, gap = _knowledge(card, card["metrics"]["model"]["roc_auc"], card["log_loss_difference"]["base_rate"])
    beyond_age = _knows_ages(card)
    numbers = _numbers(auc, gap, beyond_age=beyond_age)
    if _beyond_chance(auc, gap):
        if not above(auc["low"], FAINT_AUC):
            text = f"The columns say something about the outcome, but it may be hardly more than chance: {numbers}"
            return Ruling("care", text, "these columns may predict this outcome only faintly")
        return Ruling("pass", f"The columns predict the outcome: {numbers}")
    together = _over_all_cut_offs(card)
    if together and _beyond_chance(*together):
        shown_together = _numbers(*together, beyond_age=beyond_age)
        text = f"All cut-offs together show that the columns predict the outcome: {shown_together}"
        return Ruling("care", f"{text} The latest leads alone do not: {numbers}", "there is little to judge by")
    if above(auc["low"], FAINT_AUC):
        text = f"The columns rank leads better than chance, but nothing shows that the probabilities help: {numbers}"
        return Ruling("fail", text, "its probabilities may be no better than one rate for everyone")
    text = f"Nothing shows that these columns predict this outcome: {numbers}"
    return Ruling("fail", text, "these columns do not predict this outcome")


def _knows_ages(judged: Card) -> bool:
    """Whether there is a figure of what is known beyond the age of a lead."""
    return judged.get("within_age") is not None


def _knowledge(judged: Card, auc: Figure, gap: Figure) -> tuple[Figure, Figure]:
    """ROC AUC, and log loss minus that of a rate that no column is needed for: beyond age, where that is known."""
    if _knows_ages(judged):
        return judged["within_age"]["roc_auc"], judged["within_age"]["log_loss_difference"]
    return auc, gap


def _beyond_chance(auc: Figure, gap: Figure) -> bool:
    return above(auc["low"], 0.5) and below(gap["high"], 0)


def _over_all_cut_offs(card: Card) -> tuple[Figure, Figure] | None:
    """What is known beyond age or base rate at all cut-offs as one; each was judged on leads of its own."""
    replays = card["replays"] or []
    if len(replays) < 2:
        return None
    known = [_knowledge(past, past["roc_auc"], past["log_loss_difference"]) for past in replays]
    return pooled([auc for auc, _ in known]), pooled([gap for _, gap in known])


def _numbers(auc: Figure, gap: Figure, *, beyond_age: bool) -> str:
    among = " among leads of one age" if beyond_age else ""
    rate = FREE_RIVALS["age_rate" if beyond_age else "base_rate"]
    return (
        f"ROC AUC{among} {shown(auc, digits=2)}, where 0.50 is chance; log loss minus that of {rate} "
        f"{shown(gap, digits=4)}, where below zero is better."
    )


def free_rivals(card: Card) -> Ruling:
    """The model beats what anybody has without it."""
    gaps = {label: card["log_loss_difference"].get(name) for name, label in FREE_RIVALS.items()}
    gaps = {label: gap for label, gap in gaps.items() if gap is not None}
    worse = [label for label, gap in gaps.items() if above(gap["low"], 0)]
    level = [label for label, gap in gaps.items() if label not in worse and not below(gap["high"], 0)]
    numbers = "; ".join(f"{label} {shown(gap, digits=4)}" for label, gap in gaps.items())
    told = f"Log loss minus that of each rival, where below zero is better: {numbers}."
    if worse:
        return Ruling("fail", f"The model does worse than {_listed(worse)}. {told}", f"{worse[0]} predicts better")
    if level:
        text = f"It is not certain that the model beats {_listed(level)}. {told}"
        return Ruling("care", text, f"it may be no better than {level[0]}")
    return Ruling("pass", f"The model beats {_listed(list(gaps))}. {told}")


def simple_rivals(card: Card) -> Ruling:
    """No simple model is surely better."""
    gaps = {label: card["log_loss_difference"].get(name) for name, label in SIMPLE_RIVALS.items()}
    worse = {label: gap for label, gap in gaps.items() if gap is not None and above(gap["low"], 0)}
    if not worse:
        return Ruling("pass", "No simple model is surely better on the same leads.")
    numbers = "; ".join(f"{label} {shown(gap, digits=4)}" for label, gap in worse.items())
    text = f"Log loss is surely higher than that of {_listed(list(worse))}. Minus theirs: {numbers}."
    return Ruling("care", text, f"{next(iter(worse))} predicts better")


def _listed(labels: list[str]) -> str:
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
