"""A registered version as one side of a comparison. Not imported by the package, which must not load the learner."""

from leadscore.model.errors import BundleError, RegistryError
from leadscore.model.learning.contender import Contender
from leadscore.model.registry.records import Resolved
from leadscore.model.registry.registry import Registry
from leadscore.model.scoring.bundle import load_bundle


def contender(registry: Registry, resolved: Resolved) -> Contender:
    """What a version ships, with its twin where that can be had; where it cannot, the reason why.

    Raises:
        BundleError: What it ships cannot be read by this version of leadscore.
    """
    shipped = load_bundle(resolved.folder)
    told = shipped.card.get("twin")
    if not told:
        return Contender(resolved.version, shipped, twin_missing="it was trained before twins were kept")
    try:
        twin = load_bundle(registry.twin(resolved.version, told["sha256"]))
    except (RegistryError, BundleError) as error:
        return Contender(resolved.version, shipped, twin_missing=error.what)
    return Contender(resolved.version, shipped, twin)
