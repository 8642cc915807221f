"""A bundle: a model and everything needed to explain its scores, as a folder of files whose hashes a manifest lists."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from leadscore.model.card import Card, card_as_dict
from leadscore.model.errors import BundleError
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.advice.past_leads import PastLeads
from leadscore.model.scoring.contributions.additive import AdditiveModel
from leadscore.model.scoring.decision import Policy
from leadscore.model.scoring.rates import ReferenceRates

PROTOCOL = 4
"""Number of the folder's layout; a reader refuses newer ones.

1: without reference rates of past leads, and without a policy. 2: with gates as text. 3: with gates as conditions.
4: with contributions that are centred on the training rows, with hashes of rare levels, and with rates of segments.
"""

MANIFEST = "manifest.json"
FILES = ("booster.txt", "encodings.json", "linear.json", "spec.json", "calibration.json", "card.json")
"""Every file that a bundle has besides its manifest."""

EVIDENCE, POLICY, PAST_LEADS, PAST_POINTS = "evidence.json", "policy.json", "past_leads.json", "past_leads.npy"
OPTIONAL_FILES = (EVIDENCE, POLICY, PAST_LEADS, PAST_POINTS)
"""What it may have since protocol 2; a file of any other name is refused."""


def files_in(folder: Path) -> list[str]:
    """The names of a folder's files that belong to a bundle."""
    return [name for name in (*FILES, *OPTIONAL_FILES) if (folder / name).exists()]


def damaged(what: str, where: Path) -> BundleError:
    """The error for a bundle that was changed or damaged since it was written."""
    return BundleError(what, where=str(where), remedy="fetch the bundle again from the registry, or train anew")


def json_text(value: object) -> str:
    """JSON text in the format of a bundle's files."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises:
        BundleError: The file is not JSON (NaN and infinities are not), or holds no object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
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


@dataclass(frozen=True)
class Bundle:
    """A model and everything needed to explain its scores.

    Attributes:
        spec: How leads become a matrix.
        model: The calibrated, additive model.
        reference: Log-odds that score 50, the first champion's conversion rate.
        calibration: How the log-odds were calibrated; for information, it is already inside ``model``.
        card: What it was trained on, until when, and how well it did.
        evidence: Reference rates of past leads; None in bundles of protocol 1, and in a twin.
        policy: How leads are graded and routed; None in the same bundles.
        past_leads: Past leads to compare with; None unless that was switched on.
        sha256: Hash of the manifest, which holds every other file's hash: the bundle's identity. Empty until written.
    """

    spec: FeatureSpec
    model: AdditiveModel
    reference: float
    calibration: Mapping[str, Any]
    card: Card
    evidence: ReferenceRates | None = None
    policy: Policy | None = None
    past_leads: PastLeads | None = None
    sha256: str = ""


def write_bundle(bundle: Bundle, folder: Path, *, provenance: Mapping[str, Any]) -> str:
    """Write a bundle into an empty or new folder.

    Args:
        bundle: The model.
        folder: Where to; made if missing.
        provenance: What the manifest holds beside the hashes: library versions, data fingerprint.

    Returns:
        The manifest's sha256.
    """
    folder.mkdir(parents=True, exist_ok=True)
    calibration = {
        "intercept": bundle.model.intercept,
        "centre": list(bundle.model.centre),
        "reference": bundle.reference,
        "fitted": dict(bundle.calibration),  # nested: it has an intercept of its own
    }
    contents = {
        "booster.txt": bundle.model.booster,
        "encodings.json": json_text({"encodings": [encoding.as_dict() for encoding in bundle.model.encodings]}),
        "linear.json": json_text(bundle.model.linear.as_dict()),
        "spec.json": json_text(bundle.spec.as_dict()),
        "calibration.json": json_text(calibration),
        "card.json": json_text(card_as_dict(bundle.card)),
    }
    optional = {EVIDENCE: bundle.evidence, POLICY: bundle.policy, PAST_LEADS: bundle.past_leads}
    contents |= {name: json_text(part.as_dict()) for name, part in optional.items() if part is not None}
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if bundle.past_leads is not None:
        np.save(folder / PAST_POINTS, bundle.past_leads.points, allow_pickle=False)
    hashes = {name: sha256_of(folder / name) for name in files_in(folder)}
    manifest = {"protocol": PROTOCOL, "files": hashes, **provenance}
    (folder / MANIFEST).write_text(json_text(manifest), encoding="utf-8", newline="\n")
    return sha256_of(folder / MANIFEST)
