"""A service around a small real model, with its clock stopped."""

from pathlib import Path

from fastapi.testclient import TestClient
from tiny_bundle import write_telling_bundle

from leadscore.model.timestamps import moment
from leadscore.serve.app import create_app
from leadscore.serve.service import LoadedModel, load_model
from leadscore.serve.settings import Settings

NOW = moment("2026-02-01T12:00:00Z")


def tiny_model(folder: Path, *, dated: bool = True) -> LoadedModel:
    """The tiny bundle with all it can tell, written into a folder and loaded as version 7."""
    write_telling_bundle(folder, dated=dated)
    return load_model(folder / "bundle", "leadscore", "7")


def tiny_client(loaded: LoadedModel) -> TestClient:
    """A client of a service with low limits; to be used in a ``with`` statement, which starts the service."""
    settings = Settings(batch_leads=5, score_bytes=50_000, batch_bytes=100_000)
    return TestClient(create_app(lambda: loaded, settings, now=lambda: NOW))
