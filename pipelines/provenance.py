"""What a model was made with: the code itself, and every installed package."""

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import distributions, version
from pathlib import Path

import leadscore

_DIGITS = 12


def code_version() -> str:
    """The version of leadscore, and after a plus sign the start of a SHA-256 over its source files.

    The version alone would be the same before and after an edit of an installation from a checkout.
    """
    package = Path(leadscore.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(_sources(package)):
        digest.update(f"{path.relative_to(package).as_posix()}\n".encode() + path.read_bytes())
    return f"{version('leadscore')}+{digest.hexdigest()[:_DIGITS]}"


def environment() -> str:
    """Every installed package with its version, one a line, as pip reads them."""
    pinned = {f"{found.name}=={found.version}" for found in distributions()}
    return "\n".join(sorted(pinned, key=str.lower)) + "\n"


def _sources(package: Path) -> Iterator[Path]:
    # an installation from a checkout is made of links, which Path.rglob does not follow
    for folder, below, names in os.walk(package, followlinks=True):
        below[:] = [name for name in below if name != "__pycache__"]
        yield from (Path(folder, name) for name in names)
