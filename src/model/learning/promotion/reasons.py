"""Do the reasons hold on leads that came later?"""

from leadscore.model.card import Card
from leadscore.model.card.signals import SignalSlope
from leadscore.model.card.verdict import Level
from leadscore.model.learning.promotion.rules import RuleResult, above, below, ruled
from leadscore.model.scoring.language import Wording

MOST_UNTRUE = 0.05
"""Share of what reasons weigh that may come from signals that do not hold on later leads."""


def reasons_hold(card: Card, wording: Wording) -> RuleResult:
    """Signals that may be reasons are worth their points on the leads that the evaluated model never saw."""
    reasons = [signal for signal in (card.checks.later if card.checks else ()) if signal.reason]
    weight = sum(signal.log_odds for signal in reasons if signal.slope.known)
    if not weight:
        return ruled("unchecked", "reasons_unchecked", wording)
    untrue = [signal for signal in reasons if _untrue(signal)]
    share = sum(signal.log_odds for signal in untrue) / weight
    level: Level = "care" if share > MOST_UNTRUE else "pass"
    key = "reasons_untrue" if untrue else "reasons_true"
    return ruled(level, key, wording, share=wording.formats.percent(share), untrue=len(untrue), count=len(reasons))


def _untrue(signal: SignalSlope) -> bool:
    """Surely worth less than its points say, and not surely worth anything."""
    return below(signal.slope.high, 1) and not above(signal.slope.low, 0)
