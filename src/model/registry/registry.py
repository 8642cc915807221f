"""The registry of one model: its versions, and the aliases challenger, champion and previous."""

import json
import os
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from leadscore.model.config import Config
from leadscore.model.errors import RegistryError
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.registry.address import Address
from leadscore.model.registry.cache import BundleCache, RunFiles
from leadscore.model.registry.mlflow_store import MlflowStore
from leadscore.model.registry.reaching import UnreachableError
from leadscore.model.registry.records import (
    CHALLENGER,
    CHAMPION,
    PREVIOUS,
    Grounds,
    Move,
    Pointer,
    Published,
    Resolved,
    Run,
    absent,
)
from leadscore.model.scoring.language import message
from leadscore.model.timestamps import iso

MOVE_TAG = "leadscore.move"
"""Start of the names of the tags that say when, why and over which version a version became the champion."""


def promote(store: MlflowStore, challenger: str, grounds: Grounds) -> Move:
    """Make a version the champion, the champion so far the previous one, and nothing the challenger."""
    champion = store.pointer(CHAMPION)
    move = Move(None if champion is None else champion.version, challenger)
    _record(store, "promoted", move, grounds)
    if move.before is not None and move.before != move.after:
        store.point(PREVIOUS, move.before)
    store.point(CHAMPION, move.after)
    store.unpoint(CHALLENGER)
    return move


def rollback(store: MlflowStore, champion: str, previous: str, grounds: Grounds) -> Move:
    """Let champion and previous champion change places."""
    move = Move(champion, previous)
    _record(store, "rolled back", move, grounds)
    store.point(CHAMPION, previous)
    store.point(PREVIOUS, champion)
    return move


def _record(store: MlflowStore, kind: str, move: Move, grounds: Grounds) -> None:
    """Before anything moves: a champion that nobody can account for is worse than a note of a move that failed."""
    facts = {"move": kind, **asdict(move), **asdict(grounds), "at": iso(grounds.at)}
    at = iso(grounds.at).replace("-", "").replace(":", "")  # MLflow on Windows takes no colon
    store.note(move.after, f"{MOVE_TAG}.{at}", json.dumps(facts, ensure_ascii=False, sort_keys=True))


TWIN = "twin"
"""Folder of the twin's bundle among the files that training logs."""


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
            self._store.create()
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

    def promote(self, version: str, grounds: Grounds) -> Move:
        """Make the challenger the champion; the champion so far stays at hand as previous.

        Args:
            version: The challenger that was decided upon.
            grounds: Why; kept with the version.

        Raises:
            RegistryError: There is no challenger, it is another version by now, its bundle is not the registered
                one, or the registry is away.
        """
        with self._existing_store.reaching():
            challenger = self._pointer(CHALLENGER)
            if challenger.version != version:
                raise RegistryError(
                    f"The challenger is version {challenger.version} by now, not version {version}",
                    where=self._where,
                    remedy="run `leadscore promote` again",
                )
            self._fetched(challenger)
            return promote(self._store, version, grounds)

    def rollback(self, grounds: Grounds) -> Move:
        """Make the previous champion the champion again, and the present one previous.

        Raises:
            RegistryError: There is no previous champion, its bundle is not the registered one, or the registry is
                away.
        """
        with self._existing_store.reaching():
            previous = self._pointer(PREVIOUS)
            self._fetched(previous)
            champion = self._pointer(CHAMPION)
            return rollback(self._store, champion.version, previous.version, grounds)

    def pointer(self, alias: str) -> Pointer | None:
        """Which version an alias points to at this moment; None where there is no such alias.

        Raises:
            RegistryError: The registry is away, or the version was not registered by leadscore.
        """
        with self._existing_store.reaching():
            return self._store.pointer(alias)

    def resolve(self, alias: str = CHAMPION) -> Resolved:
        """The bundle an alias points to; while the registry is away the last one known, with a warning.

        Args:
            alias: challenger, champion, previous, or the number of a version.

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

    def files(self, alias: str = CHAMPION) -> Path:
        """The files that training logged beside the bundle, as they were when they were first asked for here.

        Args:
            alias: challenger, champion, previous, or the number of a version.

        Raises:
            RegistryError: There is no such alias, or the registry is away.
        """
        with self._existing_store.reaching():
            run_id = self._pointer(alias).run_id
            return self._files.get(run_id, lambda desk: self._store.download_files(run_id, desk))

    def twin(self, version: str, sha256: str) -> Path:
        """The bundle of a version's twin: the same recipe, learned before the evaluation slice.

        Args:
            version: The version whose run logged the twin.
            sha256: Hash of the twin's manifest, from the version's card.

        Raises:
            RegistryError: There is no twin, it is not the one of this hash, or the registry is away.
        """
        with self._existing_store.reaching():
            run_id = self._pointer(version).run_id
            return self._cache.get(sha256, lambda desk: self._store.download_files(run_id, desk, TWIN))

    @property
    def _where(self) -> str:
        return f"model {self.model} in {self.location}"

    @cached_property
    def _store(self) -> MlflowStore:
        return MlflowStore(self.address, self.model)

    @property
    def _existing_store(self) -> MlflowStore:
        database = self.address.database
        if database is not None and not database.exists():  # MLflow would create an empty database, and take seconds
            raise UnreachableError(
                "There is no model registry yet", where=str(database), remedy="make a model with `leadscore train`"
            )
        return self._store

    @property
    def _cache(self) -> BundleCache:
        return BundleCache(self._kept / "bundles")

    @property
    def _files(self) -> RunFiles:
        return RunFiles(self._kept / "files")

    @property
    def _kept(self) -> Path:
        return self.address.folder / ".leadscore"

    def _note(self, alias: str) -> str:
        """By which name the cache notes what an alias points to; it moves with the project's folder."""
        database = self.address.database if self.address.in_folder else None
        place = self.address.uri if database is None else os.path.relpath(database, self.address.folder)
        return f"{place} {self.model}@{alias}"

    def _note_of_before(self, alias: str) -> str:
        """By which name earlier releases noted it."""
        return f"{self.address.uri} {self.model}@{alias}"

    def _pointer(self, alias: str) -> Pointer:
        pointer = self._store.pointer(alias)
        if pointer is None:
            raise absent(alias, where=self._where)
        return pointer

    def _fetched(self, pointer: Pointer) -> Path:
        return self._cache.get(pointer.sha256, lambda desk: self._store.download(pointer.version, desk))

    def _last_known(self, alias: str, error: UnreachableError) -> Resolved:
        names = (self._note(alias), self._note_of_before(alias))
        pointer = next(filter(None, map(self._cache.remembered, names)), None)
        folder = None if pointer is None else self._cache.kept(pointer.sha256)
        if pointer is None or folder is None:
            raise error
        warning = message("verbs.last_known", why=error.what, version=pointer.version, alias=alias)
        return Resolved(pointer.version, pointer.sha256, folder, warning)
