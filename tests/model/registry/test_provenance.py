"""What a model was made with."""

import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

import leadscore
from leadscore.model.registry.publishing import code_version, environment


def test_the_code_version_is_the_same_until_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "leadscore"
    shutil.copytree(Path(leadscore.__file__).parent, package)
    before = code_version()
    monkeypatch.setattr(leadscore, "__file__", str(package / "__init__.py"))
    assert code_version() == before
    (package / "model" / "__pycache__").mkdir(exist_ok=True)
    (package / "model" / "__pycache__" / "errors.pyc").write_bytes(b"compiled")
    assert code_version() == before
    edited = package / "model" / "errors.py"
    edited.write_bytes(edited.read_bytes() + b"# edited\n")
    assert code_version() != before
    assert re.fullmatch(rf"{re.escape(version('leadscore'))}\+[0-9a-f]{{12}}", before)


def test_the_environment_names_every_package_once_in_order() -> None:
    lines = environment().splitlines()
    assert lines == sorted(lines, key=str.lower)
    assert len({line.partition("==")[0].lower() for line in lines}) == len(lines)
    assert f"lightgbm=={version('lightgbm')}" in lines
