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
from leadscore.model.learning.promotion.rules import LEVELS, VerdictRule
from leadscore.model.learning.promotion.stability import calibration, drift, split, stable

RULES: Mapping[str, VerdictRule] = {
    "signal": signal,
    "leaks": leaks,
    "enough": enough,
    "free_rivals": free_baselines,
    "simple_rivals": simple_baselines,
    "calibration": calibration,
    "stable": stable,
    "plausible": plausible,
    "split": split,
    "drift": drift,
}
"""Every rule by its name, those that say most about a model first."""

VERDICTS: Mapping[Level, Readiness] = {"pass": "ready", "care": "usable_with_care", "fail": "not_ready"}
"""What the worst rule makes of a model."""


def verdict(card: Card) -> Verdict:
    """Whether a model is ready, usable with care or not ready, and why.

    Args:
        card: Everything but the verdict.
    """
    rulings = {name: rule(card) for name, rule in RULES.items()}
    worst = max((ruling.level for ruling in rulings.values()), key=LEVELS.index)
    decided = VERDICTS[worst]
    reasons = [ruling.reason for ruling in rulings.values() if ruling.level == worst]
    why = _achieved(card) if worst == "pass" else _summed_up(reasons)
    return Verdict(
        readiness=decided,
        headline=f"{decided.replace('_', ' ')}: {why}",
        rules=tuple(RuleFinding(name, ruling.level, ruling.text) for name, ruling in rulings.items()),
        alarms=tuple(alarms(card)),
    )


def _summed_up(reasons: list[str]) -> str:
    more = len(reasons) - 1
    return reasons[0] + (f", and {more} more reason{'s' * (more > 1)}" if more else "")


def _achieved(card: Card) -> str:
    lift, leads = filled(card.metrics["model"].lift_at_10.value), filled(card.evaluation).leads
    return f"on {leads:,} leads it never saw, the best tenth converted {lift:.1f} times as often as usual"
