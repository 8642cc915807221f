"""A bundle is read back as it was written, and anything else is refused by name."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_bundle import write_tiny_bundle

from leadscore.model.card import Estimate, Metrics
from leadscore.model.errors import BundleError
from leadscore.model.scoring.bundle import FILES, MANIFEST, PROTOCOL, load_bundle, write_bundle
from leadscore.model.scoring.contributions.additive import CategoryTerm, LinearPart, NumericTerm

LINEAR = LinearPart(
    (NumericTerm(0, 0.01, 100.0, -20.0, 250.0, -0.1, 0.3),), (CategoryTerm(1, (0.1, -0.2, 0.3, 0.0), -0.5),)
)
REMEDY = "fetch the bundle again from the registry, or train anew"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound bundle with a linear part."""
    first = write_tiny_bundle(tmp_path_factory.mktemp("tiny"))
    folder = tmp_path_factory.mktemp("written") / "bundle"
    model = replace(first.model, linear=LINEAR, centre=tuple(0.1 * i for i in range(first.model.n_features)))
    bundle = replace(first, model=model, calibration={"intercept": 9.0, "reference": 8.0})
    write_bundle(bundle, folder, provenance={"python": "3.11"})
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(written, tmp_path / "bundle"))


def resign(folder: Path, **changes: Any) -> None:
    """Write a manifest that fits the files as they are now, but for the changes."""
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / MANIFEST).write_text(json.dumps({"protocol": PROTOCOL, "files": files, **changes}), encoding="utf-8")


def refused(folder: Path, what: str, *, where: Path, remedy: str = REMEDY) -> None:
    with pytest.raises(BundleError, match=what) as error:
        load_bundle(folder)
    assert error.value.where == str(where)
    assert error.value.remedy == remedy


def test_a_bundle_is_read_back_as_it_was_written(written: Path, tmp_path: Path) -> None:
    bundle = load_bundle(written)
    assert write_bundle(bundle, tmp_path / "again", provenance={"python": "3.11"}) == bundle.sha256
    again = load_bundle(tmp_path / "again")
    assert again == bundle
    assert bundle.model.linear == LINEAR
    assert bundle.calibration == {"intercept": 9.0, "reference": 8.0}
    assert (bundle.model.intercept, bundle.reference) == (0.1, -1.5)
    matrix = np.random.default_rng(0).normal(100, 50, (20, bundle.model.n_features))
    np.testing.assert_array_equal(again.model.log_odds(matrix), bundle.model.log_odds(matrix))


def test_the_manifest_holds_a_hash_of_every_file(written: Path) -> None:
    manifest = json.loads((written / MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest["files"]) == set(FILES)
    assert (manifest["protocol"], manifest["python"]) == (PROTOCOL, "3.11")
    assert load_bundle(written).sha256 == hashlib.sha256((written / MANIFEST).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_refused(folder: Path, name: str) -> None:
    path = folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    refused(folder, f"^{name} was changed after it was written", where=path)


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    refused(folder, f"^The bundle lacks {name}\n", where=folder)
    (folder / name).mkdir()
    refused(folder, f"^The bundle lacks {name}\n", where=folder)


def test_a_folder_that_does_not_exist_lacks_everything(tmp_path: Path) -> None:
    refused(tmp_path / "none", "^The bundle lacks booster.txt, calibration.json, card.json", where=tmp_path / "none")


@pytest.mark.parametrize("name", ["model.pkl", "Spec.json", ".hidden"])
def test_a_file_that_does_not_belong_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("{}", encoding="utf-8")
    refused(folder, f"^The bundle holds files that do not belong to it: {name}\n", where=folder)


def test_a_newer_protocol_is_refused(folder: Path) -> None:
    resign(folder, protocol=PROTOCOL + 1)
    told = f"^The bundle has protocol {PROTOCOL + 1}; this version of leadscore knows {PROTOCOL} at most\n"
    refused(folder, told, where=folder, remedy="upgrade leadscore, or train the model with this version")


@pytest.mark.parametrize("protocol", [None, "1", True, 0, 1.0])
def test_a_protocol_that_is_no_number_is_refused(folder: Path, protocol: Any) -> None:
    resign(folder, protocol=protocol)
    refused(folder, "^The manifest names no protocol", where=folder / MANIFEST)


@pytest.mark.parametrize("files", [None, [], {}, {"booster.txt": "0"}])
def test_a_manifest_without_the_files_is_refused(folder: Path, files: Any) -> None:
    resign(folder, files=files)
    refused(folder, "^The manifest does not list the bundle's files", where=folder / MANIFEST)


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe", b'{"a": NaN}', b'{"a": Infinity}'])
@pytest.mark.parametrize("name", [MANIFEST, "spec.json", "linear.json", "calibration.json", "card.json"])
def test_a_file_that_is_not_json_is_refused(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    if name != MANIFEST:
        resign(folder)
    refused(folder, f"^{name} is not valid JSON", where=folder / name)


@pytest.mark.parametrize("content", ["[]", "3", "null", '"text"'])
@pytest.mark.parametrize("name", [MANIFEST, "spec.json", "linear.json", "calibration.json", "card.json"])
def test_a_file_that_holds_no_object_is_refused(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    if name != MANIFEST:
        resign(folder)
    refused(folder, f"^{name} does not have the expected contents", where=folder / name)


def set_to(*keys: Any, value: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for key in keys[:-1]:
            content = content[key]
        content[keys[-1]] = value

    return change


def without(*keys: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for key in keys[:-1]:
            content = content[key]
        del content[keys[-1]]

    return change


CONTENTS = "does not have the expected contents"
MISFIT = "^The trees, the linear part and the features do not fit together"
SIGNALS = "^The features and the signals do not fit together"


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("spec.json", without("features"), CONTENTS),
        ("spec.json", set_to("features", 0, "colour", value="red"), CONTENTS),
        ("spec.json", set_to("features", value=3), CONTENTS),
        (
            "spec.json",
            set_to("features", 0, "kind", value="magic"),
            "^The model has features of a kind that is not known: magic",
        ),
        ("spec.json", set_to("features", 0, "signal", value="none"), SIGNALS),
        ("spec.json", set_to("signals", value=[]), SIGNALS),
        ("spec.json", without("features", 0), "fit together"),
        ("linear.json", without("numeric"), CONTENTS),
        ("linear.json", without("numeric", 0, "mean"), CONTENTS),
        ("linear.json", set_to("numeric", 0, "mean", value="much"), CONTENTS),
        ("linear.json", set_to("numeric", 0, "mean", value=None), CONTENTS),
        ("linear.json", set_to("numeric", 0, "position", value="0"), CONTENTS),
        ("linear.json", set_to("numeric", 0, "position", value=0.5), CONTENTS),
        ("linear.json", set_to("categories", 0, "offsets", value=["a"]), CONTENTS),
        ("linear.json", set_to("categories", 0, "offsets", value=7), CONTENTS),
        ("linear.json", set_to("numeric", 0, "position", value=6), MISFIT),
        ("linear.json", set_to("categories", 0, "position", value=-1), MISFIT),
        ("linear.json", set_to("categories", 0, "offsets", value=[]), MISFIT),
        ("calibration.json", without("centre", 0), MISFIT),
        ("calibration.json", set_to("centre", 0, value="much"), "^calibration.json lacks its numbers"),
        ("calibration.json", set_to("centre", value=0.5), "^calibration.json lacks its numbers"),
        ("calibration.json", without("intercept"), "^calibration.json lacks its numbers"),
        ("calibration.json", set_to("reference", value=None), "^calibration.json lacks its numbers"),
        ("calibration.json", without("fitted"), "^calibration.json lacks its numbers"),
        ("calibration.json", set_to("reference", value="half"), "^calibration.json lacks its numbers"),
    ],
)
def test_contents_of_the_wrong_shape_are_refused(
    folder: Path, name: str, change: Callable[[Any], None], what: str
) -> None:
    content = json.loads((folder / name).read_text(encoding="utf-8"))
    change(content)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")
    resign(folder)
    with pytest.raises(BundleError, match=what) as error:
        load_bundle(folder)
    assert error.value.where in (str(folder), str(folder / name))
    assert error.value.remedy == REMEDY


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6])
def test_trees_that_are_cut_off_are_refused(folder: Path, share: float) -> None:
    path = folder / "booster.txt"
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    resign(folder)
    with pytest.raises(BundleError, match=r"^The trees cannot be read\n") as error:
        load_bundle(folder)
    assert error.value.where == "booster.txt"
    assert error.value.remedy == "fetch the bundle again or train anew"


def test_a_card_that_is_no_json_is_not_written(tmp_path: Path) -> None:
    bundle = write_tiny_bundle(tmp_path / "tiny")
    card = replace(bundle.card, metrics={"model": Metrics(Estimate(float("nan")))})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_bundle(replace(bundle, card=card), tmp_path / "again", provenance={})
