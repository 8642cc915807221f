"""Telling whoever waits what has been finished."""

from collections.abc import Callable

Progress = Callable[[str], None]
"""Told each step when it is done."""


def named(progress: Progress, name: str) -> Progress:
    """The same, with what the steps belong to said before each."""
    return lambda step: progress(f"{name}: {step}")
