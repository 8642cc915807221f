"""Where figures are kept: one JSON file, one key per benchmark, with the machine they were measured on."""

import json
import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

PATH = Path("docs/benchmarks.json")
_LIBRARIES = ("duckdb", "lightgbm", "numpy", "pandas", "scikit-learn")


def record(name: str, figures: Mapping[str, Any], *, path: Path = PATH) -> None:
    """Replace one benchmark's figures; the others stay as they are."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    known[name] = {**figures, "machine": _machine()}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "libraries": {library: version(library) for library in _LIBRARIES},
    }
