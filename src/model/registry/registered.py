"""Loads registered versions: the scorer of an alias, and the model that made an earlier scoring."""

from dataclasses import dataclass, replace

from leadscore.model.errors import RegistryError
from leadscore.model.registry.registry import Registry
from leadscore.model.scoring.bundle import Bundle, load_bundle
from leadscore.model.scoring.contract import ModelIdentity
from leadscore.model.scoring.language import Message
from leadscore.model.scoring.score_change import ScoredBefore
from leadscore.model.scoring.scorer import Scorer


@dataclass(frozen=True)
class RegisteredScorer:
    """A scorer, and which version of which model it is.

    Attributes:
        warning: Why it may not be the latest; None when the registry was asked just now.
    """

    scorer: Scorer
    name: str
    version: str
    warning: Message | None = None

    @property
    def identity(self) -> ModelIdentity:
        """Which model it is, as every record says."""
        return ModelIdentity(self.name, self.version, self.scorer.bundle.sha256)


def load_scorer(registry: Registry, alias: str, *, threads: int) -> RegisteredScorer:
    """The scorer of the version that an alias points to.

    Raises:
        RegistryError: There is no such version.
        BundleError: Its bundle is damaged.
    """
    resolved = registry.resolve(alias)
    scorer = Scorer(load_bundle(resolved.folder), threads=threads)
    return RegisteredScorer(scorer, registry.model, resolved.version, resolved.warning)


def bundle_that_scored(registry: Registry, before: ScoredBefore) -> Bundle:
    """The bundle of the model that made an earlier scoring.

    Raises:
        RegistryError: It cannot be had any more, or the registry holds another model under its number.
        BundleError: It is damaged.
    """
    called = f"Version {before.model.version} of the model {before.model.name}, which scored the lead then,"
    remedy = "see that the registry of that time can be reached, or name a score file of a version that is still there"
    try:
        resolved = replace(registry, model=before.model.name).resolve(before.model.version)
    except RegistryError as error:
        raise RegistryError(f"{called} cannot be had: {error.what}", where=error.where, remedy=remedy) from error
    if resolved.sha256 != before.model.sha256:
        raise RegistryError(f"{called} is another model in this registry", where=registry.location, remedy=remedy)
    return load_bundle(resolved.folder)
