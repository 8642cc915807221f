"""The import contracts name every module that they mean to."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAY_IMPORT_PYARROW = {"batch", "batch_summary", "score_files"}


def test_no_module_of_scoring_escapes_the_contract_on_pyarrow() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = [found for found in contracts["contracts"] if "pyarrow" in found.get("forbidden_modules", ())]
    scoring = ROOT / "src/model/scoring"
    modules = {path.stem for path in scoring.glob("*.py")} | {path.parent.name for path in scoring.glob("*/*.py")}
    light = modules - MAY_IMPORT_PYARROW - {"__init__"}
    assert {f"leadscore.model.scoring.{name}" for name in light} <= set(contract["source_modules"])
    assert {f"leadscore.model.scoring.{name}" for name in MAY_IMPORT_PYARROW} <= set(contract["forbidden_modules"])
