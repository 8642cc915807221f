"""What the tests share: where real data are, if they are anywhere, and one project that went the whole way once."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tiny_service import tiny_client, tiny_model
from typer.testing import CliRunner

from leadscore.model.registry import Registry
from leadscore.model.registry.address import Address
from leadscore.model.scoring.scorer import INCLUDES
from leadscore.model.vocabulary import reading, vocabulary
from leadscore.serve.service import LoadedModel

PROJECT_LEADS = 1_500
_EDITS = {
    "\nindex = false": "\nindex = true",
    '\n# win_value = ""': "\nwin_value = 5000.0",
    '\n# contact_cost = ""': "\ncontact_cost = 90.0",
}
_GATES = """
[[gates]]
name = "Students"
never = 'job_title = "Student"'
say = "We sell to companies, not to students."

[[gates]]
name = "Country"
must = "country is known"
"""


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with the public data sets, or a skip with the reason."""
    folder = os.environ.get("LEADSCORE_REAL_DATA")
    if not folder:
        pytest.skip("LEADSCORE_REAL_DATA does not name the folder with the real data sets")
    return Path(folder)


@pytest.fixture(scope="session")
def empty_registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty embedded registry, whose making takes MLflow seconds; tests copy it."""
    folder = tmp_path_factory.mktemp("registry")
    Registry(Address.of("sqlite:///mlflow.db", folder), "leadscore").prepare()
    return folder


@pytest.fixture
def registry(empty_registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """An empty registry in a folder of its own, with the working folder elsewhere."""
    folder, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    shutil.copytree(empty_registry, folder)
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    return Registry(Address.of("sqlite:///mlflow.db", folder), "leadscore")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """A small real model, as the service loads it."""
    return tiny_model(tmp_path_factory.mktemp("service"))


@pytest.fixture
def client(loaded: LoadedModel) -> Iterator[TestClient]:
    """A client of a service around that model."""
    with tiny_client(loaded) as started:
        yield started


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the whole main job ran, an analyst's edits after init; tests must not change it."""
    from leadscore.pipelines.__main__ import app

    folder = tmp_path_factory.mktemp("project")
    config = ["--config", str(folder / "leadscore.toml")]
    tables = {name: str(folder / f"{name}.csv") for name in ("leads", "events", "outcomes")}
    runner = CliRunner()
    for command in (
        ["sample", "--leads", str(PROJECT_LEADS), "--out", str(folder)],
        ["init", tables["leads"], "--events", tables["events"], "--outcomes", tables["outcomes"], *config],
        ["check", *config],
        ["train", *config],
        ["promote", *config],
        ["score", tables["leads"], "--out", str(folder / "scores.parquet"), *config],
        ["score", tables["leads"], "--out", str(folder / "all.parquet"), "--include", ",".join(INCLUDES), *config],
        ["score", tables["leads"], "--out", str(folder / "scores.csv"), *config],
    ):
        result = runner.invoke(app, command, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        (folder / f"{command[0]}.log").write_text(result.output, encoding="utf-8")
        if command[0] == "init":
            _edit(folder / "leadscore.toml")
    return folder


def _edit(config: Path) -> None:
    """What an analyst sets by hand: gates, money, and an index of past leads."""
    text = config.read_text(encoding="utf-8")
    for line, instead in _EDITS.items():
        assert line in text
        text = text.replace(line, instead)
    config.write_text(text + _GATES, encoding="utf-8")


@pytest.fixture
def add_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Add a file to a copy of the word lists, which are read instead for the length of a test."""
    folder = tmp_path / "languages"
    folder.mkdir()
    for file in reading.FOLDER.iterdir():
        if file.name.endswith(".toml"):
            (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")

    def add(name: str, text: str) -> None:
        (folder / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr(reading, "FOLDER", folder)
        vocabulary.cache_clear()

    yield add
    vocabulary.cache_clear()
