"""The wheel holds the package under its import name, and nothing else; installed elsewhere, it does its job."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STEPS = (
    "sample --leads 1000 --out .",
    "init leads.csv --events events.csv --outcomes outcomes.csv",
    "check",
    "train",
    "promote --force --why measured",
    "score leads.csv --out scores.parquet",
    "report --out report.html",
)
"""What the demo runs, on leads too few for a model that would be promoted without force."""

PIP = [sys.executable, "-m", "pip"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    made = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*PIP, *made], check=True)  # noqa: S603 - our own interpreter, fixed arguments
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_exactly_the_sources_under_the_import_name(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {"leadscore" / path.relative_to(ROOT / "src") for path in _files(ROOT / "src")}
    verbs = {"leadscore" / path.relative_to(ROOT) for path in _files(ROOT / "pipelines")}
    assert {name for name in names if ".dist-info" not in name} == {str(path) for path in sources | verbs}
    assert "leadscore/py.typed" in names


@pytest.mark.slow
def test_the_installed_wheel_runs_the_steps_of_the_demo_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    install = ["install", "--quiet", "--no-deps", "--no-compile", "--target", str(installed), str(wheel)]
    subprocess.run([*PIP, *install], check=True)  # noqa: S603 - our own interpreter, fixed arguments
    environment = {**os.environ, "PYTHONPATH": str(installed), "OMP_WAIT_POLICY": "PASSIVE"}

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(  # noqa: S603 - the same
            command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert Path(run("-c", "import leadscore; print(leadscore.__file__)").strip()).is_relative_to(installed)
    for step in STEPS:
        run("-m", "leadscore.pipelines", *step.split())
    assert {"leads.csv", "leadscore.toml", "scores.parquet", "report.html"} <= {
        path.name for path in elsewhere.iterdir()
    }


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
