"""Writing a bundle: whole, and hashed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from leadscore.model.scoring.bundle.bundle import Bundle
from leadscore.model.scoring.bundle.layout import (
    EVIDENCE,
    MANIFEST,
    PAST_LEADS,
    PAST_POINTS,
    POLICY,
    PROTOCOL,
    files_in,
    json_text,
    sha256_of,
)


def write_bundle(bundle: Bundle, folder: Path, *, provenance: Mapping[str, Any]) -> str:
    """Write a bundle into an empty or new folder.

    Args:
        bundle: The model.
        folder: Where to; made if missing.
        provenance: What the manifest tells beside the hashes: library versions, data fingerprint.

    Returns:
        The manifest's sha256.
    """
    folder.mkdir(parents=True, exist_ok=True)
    calibration = {
        "intercept": bundle.model.intercept,
        "reference": bundle.reference,
        "fitted": dict(bundle.calibration),  # apart: it has an intercept of its own
    }
    contents = {
        "booster.txt": bundle.model.booster,
        "encodings.json": json_text({"encodings": [encoding.as_dict() for encoding in bundle.model.encodings]}),
        "linear.json": json_text(bundle.model.linear.as_dict()),
        "spec.json": json_text(bundle.spec.as_dict()),
        "calibration.json": json_text(calibration),
        "card.json": json_text(bundle.card),
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
