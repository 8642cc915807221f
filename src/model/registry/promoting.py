"""Promotion of the challenger by its rule. Not imported by the package, which must not load the learner."""

from dataclasses import dataclass

from leadscore.model.card import plain
from leadscore.model.learning.promotion.promotion_rule import PromotionError, rule
from leadscore.model.registry.records import CHALLENGER, CHAMPION, Grounds, Move
from leadscore.model.registry.registry import Registry
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.language import Wording


@dataclass(frozen=True)
class Promotion:
    """Which version became the champion, and why."""

    move: Move
    grounds: Grounds


def promote_challenger(registry: Registry, wording: Wording, *, at: int, why: str = "") -> Promotion:
    """Make the challenger the champion if the rule allows it, or if a person says why it should be all the same.

    Args:
        registry: Where both are.
        wording: What the rule is said in.
        at: The moment it is decided.
        why: What the person said; empty unless the rule may be overridden.

    Raises:
        PromotionError: The rule speaks against it, and nobody has said why it should be all the same.
        RegistryError: There is no challenger, or the registry is away.
        BundleError: The challenger is damaged.
    """
    challenger, champion = registry.resolve(CHALLENGER), registry.pointer(CHAMPION)
    card = load_bundle(challenger.folder).card
    ruling = rule(card, None if champion is None else champion.sha256, wording)
    if not ruling.allowed and not why:
        raise PromotionError(
            ruling.reason.rstrip("."),
            where=f"version {challenger.version} of {registry.model}",
            remedy=wording.say("promotion.or_force", remedy=ruling.remedy),
        )
    compared = None if card.champion is None else plain(card.champion)
    grounds = Grounds(at, ruling.reason, not ruling.allowed, why, compared)
    return Promotion(registry.promote(challenger.version, grounds), grounds)
