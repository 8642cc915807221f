"""Whether a challenger may become the champion, by what training stored in its card."""

from dataclasses import dataclass

from leadscore.model.card import Card
from leadscore.model.errors import LeadscoreError

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


def rule(card: Card, champion_sha256: str | None) -> PromotionRuling:
    """Let a model in unless it is not ready, and after the first only if it was found no worse than the champion.

    Args:
        card: The challenger's.
        champion_sha256: Of the present champion's bundle; None where there is no champion yet.
    """
    return _rule_first(card) if champion_sha256 is None else _rule_successor(card, champion_sha256)


def _rule_first(card: Card) -> PromotionRuling:
    verdict = card.verdict
    if verdict is None:
        return _untold("Training stored no verdict with this model")
    if verdict.readiness == NOT_READY:
        return PromotionRuling(
            False, verdict.headline, "follow the report, made by `leadscore report`, and train again"
        )
    return PromotionRuling(True, verdict.headline)


def _rule_successor(card: Card, champion_sha256: str) -> PromotionRuling:
    compared = card.champion
    if compared is None:
        return _untold("This model was not compared with the present champion")
    if compared.sha256 != champion_sha256:
        return _untold(f"It was compared with version {compared.version}, which is no longer the champion")
    if not compared.better:
        return PromotionRuling(False, compared.why, "keep the champion, or train again when more leads have matured")
    ready = _rule_first(card)  # to be no worse than a bad champion is not enough
    return PromotionRuling(True, compared.why) if ready.allowed else ready


def _untold(reason: str) -> PromotionRuling:
    return PromotionRuling(False, reason, "train again with `leadscore train`")
