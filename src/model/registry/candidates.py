"""A registered version as one side of a comparison. Not imported by the package, which must not load the learner."""

from dataclasses import dataclass

from leadscore.model.errors import BundleError, RegistryError
from leadscore.model.learning.promotion.candidate import Candidate
from leadscore.model.registry.records import CHAMPION, Resolved
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
