"""Loading a bundle: names, protocol, hashes, schema, in this order, and only then a model."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from leadscore.model.features.spec import spec_from_dict
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.advice.past_leads import past_leads_from
from leadscore.model.scoring.bundle.auditing import audit_files, audit_parts
from leadscore.model.scoring.bundle.bundle import Bundle
from leadscore.model.scoring.bundle.layout import (
    EVIDENCE,
    MANIFEST,
    PAST_LEADS,
    PAST_POINTS,
    POLICY,
    damaged,
    read_json,
    sha256_of,
)
from leadscore.model.scoring.decision import policy_from_dict
from leadscore.model.scoring.encodings import Encoding, encoding_from_dict
from leadscore.model.scoring.evidence import evidence_from_dict
from leadscore.model.scoring.linear import linear_from_dict

T = TypeVar("T")


def load_bundle(folder: Path) -> Bundle:
    """Audit a folder, then build the model from it: names, protocol, hashes, schema, in this order.

    Raises:
        BundleError: A file is missing, unknown or changed, the protocol is newer than this version knows, or the
            contents do not fit together.
    """
    audit_files(folder)
    calibration = read_json(folder / "calibration.json")
    spec = _construct(spec_from_dict, folder / "spec.json")
    linear = _construct(linear_from_dict, folder / "linear.json")
    encodings = _construct(_encodings_from_dict, folder / "encodings.json")
    booster = (folder / "booster.txt").read_text(encoding="utf-8", errors="replace")
    try:
        model = AdditiveModel(booster, linear, float(calibration["intercept"]), encodings)
        reference = float(calibration["reference"])
        fitted = dict(calibration["fitted"])
    except (KeyError, TypeError, ValueError) as error:
        raise damaged("calibration.json lacks its numbers", folder / "calibration.json") from error
    card, sha256 = read_json(folder / "card.json"), sha256_of(folder / MANIFEST)
    bundle = Bundle(spec, model, reference, fitted, card, **_optional_parts(folder), sha256=sha256)
    audit_parts(bundle, folder)
    return bundle


def _optional_parts(folder: Path) -> dict[str, Any]:
    """What a bundle may do without; empty for one of protocol 1."""
    parts: dict[str, Any] = {}
    if (folder / EVIDENCE).exists():
        parts["evidence"] = _construct(evidence_from_dict, folder / EVIDENCE)
    if (folder / POLICY).exists():
        parts["policy"] = _construct(policy_from_dict, folder / POLICY)
    if (folder / PAST_LEADS).exists():
        points = _read_points(folder / PAST_POINTS)
        parts["past_leads"] = _construct(lambda raw: past_leads_from(raw, points), folder / PAST_LEADS)
    return parts


def _read_points(path: Path) -> Any:
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise damaged(f"{path.name} is not an array of numbers", path) from error


def _encodings_from_dict(raw: Mapping[str, Any]) -> tuple[Encoding, ...]:
    return tuple(encoding_from_dict(encoding) for encoding in raw["encodings"])


def _construct(build: Callable[[Mapping[str, Any]], T], path: Path) -> T:
    raw = read_json(path)
    try:
        return build(raw)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise damaged(f"{path.name} does not have the expected contents", path) from error
