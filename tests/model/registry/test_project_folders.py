"""A project's folder may have any name, be moved, copied, only be read, and be made by two at once."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tiny_bundle import write_tiny_bundle

from leadscore.model.errors import RegistryError
from leadscore.model.registry import CHALLENGER, Registry, Run
from leadscore.model.registry.address import Address
from leadscore.model.registry.embedded import located
from leadscore.model.registry.registry import TWIN
from leadscore.model.scoring.bundle import Bundle, load_bundle


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Bundle]:
    folder = tmp_path_factory.mktemp("bundle") / "bundle"
    return folder, write_tiny_bundle(folder, seed=1)


def in_folder(folder: Path) -> Registry:
    return Registry(Address.of("sqlite:///mlflow.db", folder), "leadscore")


def publish(registry: Registry, bundle: tuple[Path, Bundle], files: Path | None = None) -> str:
    return registry.publish(Run("train", files=files), bundle[0], bundle[1].spec).version


@pytest.fixture
def published(empty_registry: Path, bundle: tuple[Path, Bundle], tmp_path: Path) -> Path:
    """A project in which one version was registered, with the folder of a twin beside it."""
    folder, files = tmp_path / "before", tmp_path / "files"
    shutil.copytree(empty_registry, folder)
    shutil.copytree(bundle[0], files / TWIN)
    publish(in_folder(folder), bundle, files)
    return folder


@pytest.mark.parametrize("name", ["Q3?", "release%2Fscores"])
def test_a_project_works_in_a_folder_of_any_name(
    empty_registry: Path, bundle: tuple[Path, Bundle], tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    shutil.copytree(empty_registry, folder)
    registry = in_folder(folder)
    publish(registry, bundle)

    assert load_bundle(registry.resolve(CHALLENGER).folder).sha256 == bundle[1].sha256
    assert [path.name for path in tmp_path.iterdir()] == [name], "nothing is written beside the project"
    assert {path.name for path in folder.iterdir()} == {"mlflow.db", "mlartifacts", ".leadscore"}
    assert registry.location == f"sqlite:///{folder}/mlflow.db"


@pytest.mark.parametrize("name", ["Q3?", "release%2Fscores", "Our%20Leads", "50 % off", "a#b", "Größe & Co.", "q1"])
def test_the_address_of_a_database_means_the_folder_of_that_name(tmp_path: Path, name: str) -> None:
    address = Address.of("sqlite:///mlflow.db", tmp_path / name)
    assert address.database == tmp_path / name / "mlflow.db"
    assert Address.of(address.uri, Path("elsewhere")).database == address.database


@pytest.mark.slow
def test_a_database_is_made_inside_a_folder_of_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "Q3?"
    folder.mkdir()
    in_folder(folder).prepare()
    assert [path.name for path in folder.iterdir()] == ["mlflow.db"]
    assert [path.name for path in tmp_path.iterdir()] == ["Q3?"]


@pytest.mark.parametrize("move", [shutil.move, shutil.copytree], ids=["moved", "copied"])
def test_a_project_that_was_moved_or_copied_goes_on_where_it_is(
    published: Path, bundle: tuple[Path, Bundle], tmp_path: Path, move: object
) -> None:
    assert callable(move)
    after = tmp_path / "after"
    move(published, after)
    before = _files(published)
    registry = in_folder(after)

    assert registry.resolve(CHALLENGER).sha256 == bundle[1].sha256
    assert registry.twin("1", bundle[1].sha256).is_dir()
    assert [path.name for path in registry.files("1").iterdir()] == [TWIN]
    assert publish(registry, bundle) == "2"
    assert registry.resolve(CHALLENGER).version == "2"
    assert _files(published) == before, "nothing is written to the old folder"
    assert len(list(after.glob("mlartifacts/models/*"))) == 2
    assert not _stored_below(after, published)


def _files(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if not path.is_relative_to(folder / ".leadscore")}


def _stored_below(project: Path, other: Path) -> list[str]:
    """The addresses in the database of a project that lead to another folder."""
    with closing(sqlite3.connect(project / "mlflow.db")) as database:
        rows = database.execute("SELECT source FROM model_versions UNION SELECT artifact_uri FROM runs").fetchall()
    return [address for (address,) in rows if address.startswith(other.as_uri())]


@pytest.mark.parametrize(
    ("stored", "below"),
    [
        ("file:///old/place/mlartifacts/models/m-1", "mlartifacts/models/m-1"),
        ("file:///old/Q3%3F/mlartifacts/models/m-1", "mlartifacts/models/m-1"),
        ("/old/place/mlartifacts/models/m-1", "mlartifacts/models/m-1"),
        ("file:///old/mlartifacts/x/mlartifacts/models/m-1", "mlartifacts/models/m-1"),
        ("file:///old/place/mlartifacts/models/m-2", None),
        ("file:///old/place/mlruns/models/m-1", None),
        ("s3://bucket/mlartifacts/models/m-1", None),
        ("mlflow-artifacts:/mlartifacts/models/m-1", None),
    ],
)
def test_an_address_of_before_means_the_same_place_below_the_folder(
    tmp_path: Path, stored: str, below: str | None
) -> None:
    (tmp_path / "mlartifacts" / "models" / "m-1").mkdir(parents=True)
    address = Address.of("sqlite:///mlflow.db", tmp_path)
    assert located(stored, address) == (stored if below is None else (tmp_path / below).as_uri())


def test_a_project_that_was_moved_without_its_database_uses_the_last_bundle_known(
    published: Path, bundle: tuple[Path, Bundle], tmp_path: Path
) -> None:
    in_folder(published).resolve(CHALLENGER)
    (published / "mlflow.db").unlink()
    resolved = in_folder(published.rename(tmp_path / "after")).resolve(CHALLENGER)
    assert (resolved.sha256, resolved.warning is None) == (bundle[1].sha256, False)


def test_the_files_of_a_database_outside_the_folder_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "project" / "mlartifacts").mkdir(parents=True)
    shared = Address.of("sqlite:///../mlflow.db", tmp_path / "project")
    stored = (tmp_path / "other" / "mlartifacts").as_uri()
    assert located(stored, shared) == stored


def test_where_nothing_can_be_kept_a_bundle_is_fetched_for_this_process(
    published: Path, bundle: tuple[Path, Bundle]
) -> None:
    (published / ".leadscore").write_text("a file where the folder should be")
    registry = in_folder(published)
    resolved = registry.resolve(CHALLENGER)
    assert load_bundle(resolved.folder).sha256 == bundle[1].sha256
    assert not resolved.folder.is_relative_to(published)
    assert [path.name for path in registry.files(CHALLENGER).iterdir()] == [TWIN]


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_folder_that_only_can_be_read_is_read(published: Path, bundle: tuple[Path, Bundle]) -> None:
    published.chmod(0o500)
    try:
        assert load_bundle(in_folder(published).resolve(CHALLENGER).folder).sha256 == bundle[1].sha256
        with pytest.raises(RegistryError, match=r"can be read, but not written to\n .*\n.*work in a copy"):
            in_folder(published).prepare()
    finally:
        published.chmod(0o700)


PREPARE = """
from pathlib import Path
from leadscore.model.registry import Registry
from leadscore.model.registry.address import Address
Registry(Address.of("sqlite:///mlflow.db", Path(".")), "leadscore").prepare()
"""


@pytest.mark.slow
def test_two_that_make_the_registry_at_once_end_well(tmp_path: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", PREPARE], cwd=tmp_path, stderr=subprocess.PIPE) for _ in "ab"]  # noqa: S603
    told = [process.communicate()[1].decode() for process in started]
    assert [process.returncode for process in started] == [0, 0], "\n".join(told)
    assert [path.name for path in tmp_path.iterdir()] == ["mlflow.db"]
    in_folder(tmp_path).prepare()
