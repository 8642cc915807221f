"""The bundle's folder: which files there are, their hashes, and strict JSON."""

import hashlib
import json
from pathlib import Path
from typing import Any

from leadscore.model.errors import BundleError

PROTOCOL = 2
"""Number of the folder's layout; a reader refuses newer ones."""

MANIFEST = "manifest.json"
FILES = ("booster.txt", "encodings.json", "linear.json", "spec.json", "calibration.json", "card.json")
"""Every file that a bundle has besides its manifest."""

EVIDENCE, POLICY, PAST_LEADS, PAST_POINTS = "evidence.json", "policy.json", "past_leads.json", "past_leads.npy"
OPTIONAL_FILES = (EVIDENCE, POLICY, PAST_LEADS, PAST_POINTS)
"""What it may have since protocol 2; a file of any other name is refused."""


def files_in(folder: Path) -> list[str]:
    """The files that belong to a bundle, of those that are in a folder."""
    return [name for name in (*FILES, *OPTIONAL_FILES) if (folder / name).exists()]


def damaged(what: str, where: Path) -> BundleError:
    """The error for a bundle that is not as it was written."""
    return BundleError(what, where=str(where), remedy="fetch the bundle again from the registry, or train anew")


def json_text(value: object) -> str:
    """The one way in which a bundle writes JSON."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file.

    Raises:
        BundleError: It is not JSON, or no object; NaN and infinities are not JSON.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except ValueError as error:
        raise damaged(f"{path.name} is not valid JSON", path) from error
    if not isinstance(value, dict):
        raise damaged(f"{path.name} does not have the expected contents", path)
    return value


def _refuse_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)


def sha256_of(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
