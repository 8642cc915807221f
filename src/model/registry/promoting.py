"""Promotion in the registry: reads challenger and champion as candidates, and moves the aliases if the rule allows."""

from dataclasses import dataclass

from leadscore.model.card import plain
from leadscore.model.errors import BundleError, RegistryError
from leadscore.model.learning.promotion.comparison import Candidate
from leadscore.model.learning.promotion.promotion_rule import PromotionError, rule
from leadscore.model.registry.records import CHALLENGER, CHAMPION, Grounds, Move, Resolved
from leadscore.model.registry.registry import Registry
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.language import Wording


def registered_candidate(registry: Registry, resolved: Resolved, wording: Wording) -> Candidate:
    """What a version ships, with its twin where that can be had; where it cannot, the reason why.

    Raises:
        BundleError: What it ships cannot be read by this version of leadscore.
    """
    shipped = load_bundle(resolved.folder)
    sha256 = shipped.card.twin_sha256
    if sha256 is None:
        return Candidate(resolved.version, shipped, twin_missing=wording.say("comparison.twin_not_kept"))
    try:
        twin = load_bundle(registry.twin(resolved.version, sha256))
    except (RegistryError, BundleError) as error:
        return Candidate(resolved.version, shipped, twin_missing=error.what)
    return Candidate(resolved.version, shipped, twin)


@dataclass(frozen=True)
class ChampionRead:
    """The champion as a candidate; None where there is none, or where it cannot be read.

    Attributes:
        unreadable: Why it cannot be read, without a full stop; empty where it can.
    """

    candidate: Candidate | None = None
    unreadable: str = ""


def read_champion(registry: Registry, wording: Wording) -> ChampionRead:
    """The champion, to compare its successor with."""
    if registry.pointer(CHAMPION) is None:
        return ChampionRead()
    try:
        return ChampionRead(registered_candidate(registry, registry.resolve(CHAMPION), wording))
    except (RegistryError, BundleError) as error:
        return ChampionRead(unreadable=error.what)


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
