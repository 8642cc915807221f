"""Versions of one model, and which of them counts: the challenger, the champion and the previous champion."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from leadscore.model.config import Config
from leadscore.model.errors import RegistryError
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.registry.address import Address
from leadscore.model.registry.cache import BundleCache
from leadscore.model.registry.mlflow_store import MlflowStore, UnreachableError
from leadscore.model.registry.records import CHALLENGER, CHAMPION, PREVIOUS, Move, Pointer, Published, Resolved, Run

_ABSENT = {
    CHALLENGER: ("There is no challenger", "make one with `leadscore train`"),
    CHAMPION: ("There is no champion yet", "run `leadscore promote`"),
    PREVIOUS: ("There is no previous champion to go back to", "it exists once a second model was promoted"),
}


@dataclass(frozen=True)
class Registry:
    """One registered model, its versions and aliases.

    Attributes:
        address: Where MLflow keeps it.
        model: Its name.
    """

    address: Address
    model: str

    @classmethod
    def of(cls, config: Config, *, tracking_uri: str | None = None) -> "Registry":
        """The registry that a configuration names, else the one given here, else ``mlflow.db`` beside the file."""
        uri = config.mlflow.tracking_uri or tracking_uri or "sqlite:///mlflow.db"
        return cls(Address.of(uri, config.folder.resolve()), config.mlflow.model)

    @property
    def location(self) -> str:
        """Where the registry lies, for people to read; without a password."""
        return self.address.shown

    def prepare(self) -> None:
        """Reach the registry, and make an embedded one on first use: before hours of training, not after them.

        Raises:
            RegistryError: The registry cannot be used.
        """
        with self._store.reaching():
            self._store.pointer(CHAMPION)

    def publish(self, run: Run, bundle: Path, spec: FeatureSpec) -> Published:
        """Log a run and register its bundle as a new version, aliased challenger.

        Args:
            run: What to log.
            bundle: Folder that was written by ``write_bundle``.
            spec: The bundle's own, for MLflow's signature.

        Raises:
            RegistryError: The registry cannot be used; a run already begun is marked as failed.
        """
        with self._store.reaching(), self._store.run(run) as run_id:
            return self._store.register(run_id, bundle, spec)

    def promote(self) -> Move:
        """Make the challenger the champion; the champion so far stays at hand as previous.

        Raises:
            RegistryError: There is no challenger, its bundle is not the registered one, or the registry is away.
        """
        with self._existing_store.reaching():
            challenger = self._pointer(CHALLENGER)
            self._fetched(challenger)
            champion = self._store.pointer(CHAMPION)
            before = None if champion is None else champion.version
            if before is not None and before != challenger.version:
                self._store.point(PREVIOUS, before)
            self._store.point(CHAMPION, challenger.version)
            self._store.unpoint(CHALLENGER)
        return Move(before, challenger.version)

    def rollback(self) -> Move:
        """Make the previous champion the champion again, and the present one previous.

        Raises:
            RegistryError: There is no previous champion, its bundle is not the registered one, or the registry is
                away.
        """
        with self._existing_store.reaching():
            previous = self._pointer(PREVIOUS)
            self._fetched(previous)
            before = self._pointer(CHAMPION).version
            self._store.point(CHAMPION, previous.version)
            self._store.point(PREVIOUS, before)
        return Move(before, previous.version)

    def resolve(self, alias: str = CHAMPION) -> Resolved:
        """The bundle an alias points to; while the registry is away the last one known, with a warning.

        Raises:
            RegistryError: There is no such alias, its bundle is not the registered one, or the registry is away and
                no bundle was kept.
        """
        try:
            with self._existing_store.reaching():
                pointer = self._pointer(alias)
                folder = self._fetched(pointer)
        except UnreachableError as error:
            return self._last_known(alias, error)
        self._cache.remember(self._note(alias), pointer)
        return Resolved(pointer.version, pointer.sha256, folder)

    @cached_property
    def _store(self) -> MlflowStore:
        return MlflowStore(self.address, self.model)

    @property
    def _existing_store(self) -> MlflowStore:
        database = self.address.database
        if database is not None and not database.exists():  # a look-up would make an empty one, and take seconds
            raise UnreachableError(
                "There is no model registry yet", where=str(database), remedy="make a model with `leadscore train`"
            )
        return self._store

    @property
    def _cache(self) -> BundleCache:
        return BundleCache(self.address.folder / ".leadscore" / "bundles")

    def _note(self, alias: str) -> str:
        return f"{self.address.uri} {self.model}@{alias}"

    def _pointer(self, alias: str) -> Pointer:
        pointer = self._store.pointer(alias)
        if pointer is None:
            what, remedy = _ABSENT.get(alias, (f"There is no {alias}", "make a model with `leadscore train`"))
            raise RegistryError(what, where=f"model {self.model} in {self.location}", remedy=remedy)
        return pointer

    def _fetched(self, pointer: Pointer) -> Path:
        return self._cache.get(pointer.sha256, lambda desk: self._store.download(pointer.version, desk))

    def _last_known(self, alias: str, error: UnreachableError) -> Resolved:
        pointer = self._cache.remembered(self._note(alias))
        folder = None if pointer is None else self._cache.kept(pointer.sha256)
        if pointer is None or folder is None:
            raise error
        warning = f"{error.what}; version {pointer.version} is the last {alias} known here"
        return Resolved(pointer.version, pointer.sha256, folder, warning)
