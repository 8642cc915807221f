"""What every route needs: the loaded model, the limits and the clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated
from uuid import uuid4

import structlog
from fastapi import Depends
from starlette.requests import Request

from leadscore.model.config import load_config
from leadscore.model.errors import LeadscoreError
from leadscore.model.scoring.advice.erased import read_erased
from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.contract import ModelIdentity
from leadscore.model.scoring.language import Message, english
from leadscore.model.scoring.scorer import Scorer
from leadscore.model.timestamps import of_datetime
from leadscore.serve.contracts import Contract
from leadscore.serve.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True)
class LoadedModel:
    """A model ready to answer; ``erased`` reads which leads may not be shown any more."""

    scorer: Scorer
    contract: Contract
    name: str
    version: str
    warning: Message | None = None
    erased: Callable[[], frozenset[str]] = frozenset

    @property
    def identity(self) -> ModelIdentity:
        """Which model it is, as every answer says."""
        return ModelIdentity(self.name, self.version, self.scorer.bundle.sha256)


Source = Callable[[], LoadedModel]
"""Loads the model, or raises one of leadscore's errors."""


def source_of(settings: Settings) -> Source:
    """The source of the model by the settings: a folder, else the registry's champion."""
    if settings.bundle is None:
        return lambda: _from_registry(settings)
    folder = settings.bundle
    return lambda: load_model(folder, settings.name, settings.version, erased=settings.erased)


def load_model(
    folder: Path, name: str, version: str, *, warning: Message | None = None, erased: Path | None = None
) -> LoadedModel:
    """The model in a bundle's folder; ``erased`` is a file of ids that is read whenever past leads are shown.

    Raises:
        BundleError: The bundle is damaged or of a newer protocol.
    """
    bundle = load_bundle(folder)
    scorer, contract = Scorer(bundle, threads=1), Contract.of(bundle.spec)
    return LoadedModel(scorer, contract, name, version, warning, lambda: read_erased(erased))


def _from_registry(settings: Settings) -> LoadedModel:
    from leadscore.model.registry import Registry  # imported here: only this source needs the registry

    config = load_config(settings.config)
    champion = Registry.of(config, tracking_uri=settings.tracking_uri).resolve()
    erased = settings.erased or config.erased
    return load_model(champion.folder, config.mlflow.model, champion.version, warning=champion.warning, erased=erased)


class ModelHolder:
    """Loads the model once, and keeps it; a failure is remembered for a while before loading is tried again."""

    def __init__(self, source: Source, *, retry_after_s: float) -> None:
        self._source, self._retry_after_s = source, retry_after_s
        self._lock = Lock()
        self._model: LoadedModel | None = None
        self._failure: LeadscoreError | None = None
        self._failed_at_s = 0.0

    @property
    def loaded(self) -> LoadedModel | None:
        """The model, if it is already here; nothing is loaded."""
        return self._model

    def current(self) -> LoadedModel:
        """The model, loaded if need be.

        Raises:
            LeadscoreError: It cannot be loaded.
        """
        if self._model is None:
            with self._lock:
                self._model = self._model or self._load()
        return self._model

    def _load(self) -> LoadedModel:
        if self._failure is not None and time.monotonic() < self._failed_at_s + self._retry_after_s:
            raise self._failure
        try:
            model = self._source()
        except LeadscoreError as error:
            self._failure, self._failed_at_s = error, time.monotonic()
            log.error("no model", what=error.what, where=error.where, remedy=error.remedy)  # noqa: TRY400
            raise
        log.info("model loaded", **model.identity.as_dict())
        if model.warning:
            log.warning("model may not be the latest", reason=model.warning.said(english()))
        return model


def server_clock() -> int:
    """The present moment; only the service and the commands read the clock."""
    return of_datetime(datetime.now(UTC))


@dataclass(frozen=True)
class Service:
    """The running service's parts.

    Attributes:
        now: The present moment; the default of ``as_of``.
        new_id: A fresh record id.
    """

    holder: ModelHolder
    settings: Settings
    now: Callable[[], int] = server_clock
    new_id: Callable[[], str] = lambda: str(uuid4())


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(_service)]
"""The running service, as a route asks for it."""
