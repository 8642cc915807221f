"""Whether a challenger may become the champion, by what training stored in its card."""

from dataclasses import dataclass

from leadscore.model.card import Card
from leadscore.model.errors import LeadscoreError
from leadscore.model.scoring.language import Wording

NOT_READY = "not_ready"


class PromotionError(LeadscoreError, PermissionError):
    """The rule speaks against the challenger, and nobody has said why it should be promoted all the same."""


@dataclass(frozen=True)
class PromotionRuling:
    """What the rule says.

    Attributes:
        allowed: Whether the challenger may become the champion without being forced.
        reason: Why or why not, as a sentence.
        remedy: What to do where it may not; empty where it may.
    """

    allowed: bool
    reason: str
    remedy: str = ""


def rule(card: Card, champion_sha256: str | None, wording: Wording) -> PromotionRuling:
    """Let a model in unless it is not ready, and after the first only if it was found no worse than the champion.

    Args:
        card: The challenger's.
        champion_sha256: Of the present champion's bundle; None where there is no champion yet.
        wording: What it is said in, where the card does not say it already.
    """
    return _rule_first(card, wording) if champion_sha256 is None else _rule_successor(card, champion_sha256, wording)


def _rule_first(card: Card, wording: Wording) -> PromotionRuling:
    verdict = card.verdict
    if verdict is None:
        return _train_again(wording.say("promotion.no_verdict"), wording)
    if verdict.readiness == NOT_READY:
        return PromotionRuling(False, verdict.headline, wording.say("promotion.follow_report"))
    return PromotionRuling(True, verdict.headline)


def _rule_successor(card: Card, champion_sha256: str, wording: Wording) -> PromotionRuling:
    compared = card.champion
    if compared is None:
        return _train_again(wording.say("promotion.not_compared"), wording)
    if compared.sha256 != champion_sha256:
        return _train_again(wording.say("promotion.compared_with_another", version=compared.version), wording)
    if not compared.better:
        return PromotionRuling(False, compared.why, wording.say("promotion.keep_champion"))
    ready = _rule_first(card, wording)  # to be no worse than a bad champion is not enough
    return PromotionRuling(True, compared.why) if ready.allowed else ready


def _train_again(reason: str, wording: Wording) -> PromotionRuling:
    return PromotionRuling(False, reason, wording.say("promotion.train_again"))
