"""The verdict on a model, by declared rules over its card."""

from collections.abc import Mapping
from typing import Any

from leadscore.model.learning.promotion.credibility import (
    alarms,
    enough,
    free_baselines,
    leaks,
    plausible,
    signal,
    simple_baselines,
)
from leadscore.model.learning.promotion.rules import LEVELS, Card, RuleResult, VerdictRule
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

VERDICTS = {"pass": "ready", "care": "usable_with_care", "fail": "not_ready"}
"""What the worst rule makes of a model."""


def verdict(card: Card) -> dict[str, Any]:
    """Whether a model is ready, usable with care or not ready, and why, as plain values for the card.

    Args:
        card: Everything but the verdict.

    Returns:
        ``verdict``, a ``headline`` that starts with it, ``rules`` (``rule``, ``level`` and ``text`` with its numbers)
        and ``alarms``.
    """
    rulings = {name: rule(card) for name, rule in RULES.items()}
    worst = max((ruling.level for ruling in rulings.values()), key=LEVELS.index)
    decided = VERDICTS[worst]
    reasons = [ruling.reason for ruling in rulings.values() if ruling.level == worst]
    why = _achieved(card) if worst == "pass" else _summed_up(reasons)
    return {
        "verdict": decided,
        "headline": f"{decided.replace('_', ' ')}: {why}",
        "rules": [_plain(name, ruling) for name, ruling in rulings.items()],
        "alarms": alarms(card),
    }


def _plain(name: str, ruling: RuleResult) -> dict[str, str]:
    return {"rule": name, "level": ruling.level, "text": ruling.text}


def _summed_up(reasons: list[str]) -> str:
    more = len(reasons) - 1
    return reasons[0] + (f", and {more} more reason{'s' * (more > 1)}" if more else "")


def _achieved(card: Card) -> str:
    lift, leads = card["metrics"]["model"]["lift_at_10"]["value"], card["evaluation"]["leads"]
    return f"on {leads:,} leads it never saw, the best tenth converted {lift:.1f} times as often as usual"
