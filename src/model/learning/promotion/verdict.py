"""The verdict on a model, by declared rules over its card."""

from collections.abc import Mapping

from leadscore.model.card import Card, filled
from leadscore.model.card.verdict import Level, Readiness, RuleFinding, Verdict
from leadscore.model.learning.promotion.credibility import (
    alarms,
    enough,
    free_baselines,
    leaks,
    plausible,
    signal,
    simple_baselines,
)
from leadscore.model.learning.promotion.reasons import reasons_hold
from leadscore.model.learning.promotion.rules import LEVELS, VerdictRule
from leadscore.model.learning.promotion.stability import calibration, drift, split, stable
from leadscore.model.scoring.language import Wording

RULES: Mapping[str, VerdictRule] = {
    "signal": signal,
    "leaks": leaks,
    "enough": enough,
    "free_rivals": free_baselines,
    "simple_rivals": simple_baselines,
    "calibration": calibration,
    "stable": stable,
    "reasons_hold": reasons_hold,
    "plausible": plausible,
    "split": split,
    "drift": drift,
}
"""Every rule by its name, those that say most about a model first."""

VERDICTS: Mapping[Level, Readiness] = {
    "pass": "ready",
    "unchecked": "usable_with_care",
    "care": "usable_with_care",
    "fail": "not_ready",
}
"""What the worst rule makes of a model; one that could not be checked is no pass."""


def verdict(card: Card, wording: Wording) -> Verdict:
    """Whether a model is ready, usable with care or not ready, and why.

    Args:
        card: Everything but the verdict.
        wording: What it is said in.
    """
    rulings = {name: rule(card, wording) for name, rule in RULES.items()}
    worst = max((ruling.level for ruling in rulings.values()), key=LEVELS.index)
    decided = VERDICTS[worst]
    reasons = [ruling.reason for ruling in rulings.values() if VERDICTS[ruling.level] == decided]
    why = _achieved(card, wording) if worst == "pass" else _summed_up(reasons, wording)
    return Verdict(
        readiness=decided,
        headline=wording.say("verdict.headline", readiness=wording.say(f"verdict.{decided}"), why=why),
        rules=tuple(RuleFinding(name, ruling.level, ruling.text) for name, ruling in rulings.items()),
        alarms=tuple(alarms(card, wording)),
    )


def _summed_up(reasons: list[str], wording: Wording) -> str:
    more = len(reasons) - 1
    return wording.say("verdict.more_reasons", reason=reasons[0], count=more) if more else reasons[0]


def _achieved(card: Card, wording: Wording) -> str:
    lift, leads = filled(card.metrics["model"].lift_at_10.value), filled(card.evaluation).leads
    return wording.say("verdict.achieved", leads=leads, lift=wording.formats.number(lift, 1))
