"""The wheel holds the package under its import name, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_holds_exactly_the_sources_under_the_import_name(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter, fixed arguments
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    sources = {"leadscore" / path.relative_to(ROOT / "src") for path in _files(ROOT / "src")}
    verbs = {"leadscore" / path.relative_to(ROOT) for path in _files(ROOT / "pipelines")}
    assert {name for name in names if ".dist-info" not in name} == {str(path) for path in sources | verbs}
    assert "leadscore/py.typed" in names


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
