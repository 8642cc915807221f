"""Every benchmark, one after the other: ``python -m benchmarks``."""

import os
import subprocess
import sys

from benchmarks.quality import REAL_DATA

_SPEED = ("benchmarks.features", "benchmarks.points")
_QUALITY = "benchmarks.quality"


def main() -> None:
    """Run each in a process of its own, so that none inherits memory or threads from another."""
    for module in _SPEED:
        _run(module)
    if os.environ.get(REAL_DATA):
        _run(_QUALITY)
    else:
        print(f"quality: left out, because {REAL_DATA} does not name the folder with the real data sets")


def _run(module: str) -> None:
    subprocess.run([sys.executable, "-m", module], check=True)  # noqa: S603 - our own modules


if __name__ == "__main__":
    main()
