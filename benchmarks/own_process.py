"""Measuring in a process of its own, because peak memory never falls within one."""

import json
import resource
import subprocess
import sys
from typing import Any


def in_own_process(module: str, *arguments: str) -> dict[str, Any]:
    """What a module of ours prints as JSON when it is run with these arguments."""
    command = [sys.executable, "-m", module, *arguments]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own module
    measured: dict[str, Any] = json.loads(answer)
    return measured


def peak_mib() -> float:
    """The most memory that this process has had so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
