"""Every benchmark, one after the other: ``python -m benchmarks``."""

import os
import subprocess
import sys

from benchmarks.quality import REAL_DATA

_ON_MADE_DATA = ("benchmarks.features", "benchmarks.points", "benchmarks.learning", "benchmarks.intervals")
_ON_BOTH = ("benchmarks.proofs", "benchmarks.slopes")
_ON_REAL_DATA = ("benchmarks.quality", "benchmarks.product")


def main() -> None:
    """Run each in a process of its own, so that none inherits memory or threads from another."""
    for module in _ON_MADE_DATA:
        _run(module)
    for module in _ON_BOTH:
        _run(module)
    if os.environ.get(REAL_DATA):
        for module in _ON_REAL_DATA:
            _run(module)
    else:
        print(f"quality and product: left out, because {REAL_DATA} does not name the folder with the real data sets")
    _run("benchmarks.page")


def _run(module: str) -> None:
    subprocess.run([sys.executable, "-m", module], check=True)  # noqa: S603 - our own modules


if __name__ == "__main__":
    main()
