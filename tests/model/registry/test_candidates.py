"""What can be had of a registered version: its bundle, its twin, the files of its run."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_bundle import write_tiny_bundle

from leadscore.model.errors import RegistryError
from leadscore.model.registry import CHALLENGER, Grounds, Registry, Run
from leadscore.model.registry.cache import RunFiles
from leadscore.model.registry.promoting import ChampionRead, read_champion, registered_candidate
from leadscore.model.registry.registry import TWIN
from leadscore.model.scoring.bundle import Bundle, write_bundle
from leadscore.model.scoring.language import english


def publish(registry: Registry, folder: Path, **card: Any) -> Bundle:
    """Publish a version whose run has a twin and a note among its files; the card tells its hash unless given."""
    twin = write_tiny_bundle(folder / "files" / TWIN, seed=7)
    (folder / "files" / "note.txt").write_text("as it was")
    shipped = write_tiny_bundle(folder / "draft", seed=8)
    told: dict[str, Any] = {"twin_sha256": twin.sha256} | card
    write_bundle(replace(shipped, card=replace(shipped.card, **told)), folder / "bundle", provenance={})
    registry.publish(Run("train", files=folder / "files"), folder / "bundle", shipped.spec)
    return twin


def stored_twin(registry: Registry) -> Path:
    (manifest,) = (registry.address.folder / "mlartifacts").rglob(f"{TWIN}/manifest.json")
    return manifest.parent


def test_a_version_comes_with_the_twin_its_card_names(registry: Registry, tmp_path: Path) -> None:
    twin = publish(registry, tmp_path)
    resolved = registry.resolve(CHALLENGER)
    found = registered_candidate(registry, resolved, english())
    assert (found.version, found.shipped.sha256, found.twin_missing) == ("1", resolved.sha256, "")
    assert found.twin is not None
    assert found.twin.sha256 == twin.sha256
    shutil.rmtree(stored_twin(registry))
    assert registered_candidate(registry, resolved, english()).twin is not None  # kept here, by its hash


def tamper(folder: Path) -> None:
    (folder / "booster.txt").write_text("tree\nof another model\n")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (tamper, "The bundle in the registry is not the one that was registered"),
        (shutil.rmtree, "The model registry cannot be used"),
    ],
)
def test_a_twin_that_was_changed_or_lost_is_none_with_the_reason(
    registry: Registry, tmp_path: Path, harm: Any, reason: str
) -> None:
    publish(registry, tmp_path)
    harm(stored_twin(registry))
    found = registered_candidate(registry, registry.resolve(CHALLENGER), english())
    assert found.twin is None
    assert found.twin_missing.startswith(reason)


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ({"twin_sha256": None}, "it was trained before twins were kept"),
        ({"twin_sha256": "0" * 64}, "The bundle in the registry is not the one that was registered"),
        ({"twin_sha256": "../../x"}, "A model version carries something that is no SHA-256 hash"),
    ],
)
def test_a_card_that_names_no_twin_or_another_one_gives_none(
    registry: Registry, tmp_path: Path, card: dict[str, Any], reason: str
) -> None:
    publish(registry, tmp_path, **card)
    found = registered_candidate(registry, registry.resolve(CHALLENGER), english())
    assert (found.twin, found.twin_missing.startswith(reason)) == (None, True)


def test_the_files_of_a_version_are_found_by_alias_and_by_number(registry: Registry, tmp_path: Path) -> None:
    publish(registry, tmp_path)
    files = registry.files(CHALLENGER)
    assert sorted(path.name for path in files.iterdir()) == ["note.txt", TWIN]
    assert (registry.files("1"), registry.resolve("1").version) == (files, "1")
    assert (files / "note.txt").read_text() == "as it was"
    for look_up in (registry.files, registry.resolve):
        with pytest.raises(RegistryError, match=r"There is no version 7\n  where: model leadscore in sqlite"):
            look_up("7")
    pointer = registry.pointer("1")
    assert pointer is not None
    assert (pointer.version, registry.pointer("7")) == ("1", None)


def test_a_run_without_files_has_an_empty_folder(registry: Registry, tmp_path: Path) -> None:
    bundle = write_tiny_bundle(tmp_path / "bundle")
    registry.publish(Run("train"), tmp_path / "bundle", bundle.spec)
    assert list(registry.files(CHALLENGER).iterdir()) == []


@pytest.mark.parametrize("run_id", ["", "..", "a/b", "/etc"])
def test_a_run_that_is_none_never_becomes_a_path(tmp_path: Path, run_id: str) -> None:
    with pytest.raises(RegistryError, match="names no run that made it"):
        RunFiles(tmp_path).get(run_id, lambda desk: desk)
    assert list(tmp_path.iterdir()) == []


def test_without_a_champion_there_is_nothing_to_compare_with(registry: Registry, tmp_path: Path) -> None:
    publish(registry, tmp_path)
    assert read_champion(registry, english()) == ChampionRead()


def test_a_champion_is_read_with_its_twin_and_one_that_was_changed_says_why_not(
    registry: Registry, tmp_path: Path
) -> None:
    publish(registry, tmp_path)
    registry.promote("1", Grounds(0))
    champion = read_champion(registry, english())
    assert champion.candidate is not None
    assert (champion.candidate.version, champion.candidate.twin is None, champion.unreadable) == ("1", False, "")
    for booster in registry.address.folder.rglob("booster.txt"):
        tamper(booster.parent)
    changed = read_champion(registry, english())
    assert changed.candidate is None
    assert changed.unreadable.startswith("The bundle in the registry is not the one that was registered")
