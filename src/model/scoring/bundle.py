"""A model as a folder of text and JSON: written whole, hashed, and audited before anything is built from it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from leadscore.model.errors import BundleError
from leadscore.model.features.spec import KINDS_OF_FEATURE, FeatureSpec, spec_from_dict
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.advice.past_leads import PastLeads, past_leads_from
from leadscore.model.scoring.decision import Policy, policy_from_dict
from leadscore.model.scoring.encodings import Encoding, encoding_from_dict
from leadscore.model.scoring.evidence import Evidence, evidence_from_dict
from leadscore.model.scoring.linear import linear_from_dict

T = TypeVar("T")

PROTOCOL = 2
"""Number of the folder's layout; a reader refuses newer ones."""

MANIFEST = "manifest.json"
FILES = ("booster.txt", "encodings.json", "linear.json", "spec.json", "calibration.json", "card.json")
"""Every file that a bundle has besides its manifest."""

EVIDENCE, POLICY, PAST_LEADS, PAST_POINTS = "evidence.json", "policy.json", "past_leads.json", "past_leads.npy"
OPTIONAL_FILES = (EVIDENCE, POLICY, PAST_LEADS, PAST_POINTS)
"""What it may have since protocol 2; a file of any other name is refused."""


@dataclass(frozen=True)
class Bundle:
    """A model and everything needed to read its answers.

    Attributes:
        spec: How leads become a matrix.
        model: The calibrated, additive model.
        reference: Log-odds that score 50, the first champion's conversion rate.
        calibration: How the log-odds were calibrated; for information, it is already inside ``model``.
        card: What it was trained on, until when, and how well it did.
        evidence: What was seen of past leads; None in bundles of protocol 1, and in a twin.
        policy: How leads are graded and routed; None likewise.
        past_leads: Past leads to compare with; None unless that was switched on.
        sha256: Hash of the manifest, which holds every other file's hash: the bundle's identity. Empty until written.
    """

    spec: FeatureSpec
    model: AdditiveModel
    reference: float
    calibration: Mapping[str, Any]
    card: Mapping[str, Any]
    evidence: Evidence | None = None
    policy: Policy | None = None
    past_leads: PastLeads | None = None
    sha256: str = ""


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
        "encodings.json": _json({"encodings": [encoding.as_dict() for encoding in bundle.model.encodings]}),
        "linear.json": _json(bundle.model.linear.as_dict()),
        "spec.json": _json(bundle.spec.as_dict()),
        "calibration.json": _json(calibration),
        "card.json": _json(bundle.card),
    }
    optional = {EVIDENCE: bundle.evidence, POLICY: bundle.policy, PAST_LEADS: bundle.past_leads}
    contents |= {name: _json(part.as_dict()) for name, part in optional.items() if part is not None}
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if bundle.past_leads is not None:
        np.save(folder / PAST_POINTS, bundle.past_leads.points, allow_pickle=False)
    hashes = {name: _sha256(folder / name) for name in _present(folder)}
    manifest = {"protocol": PROTOCOL, "files": hashes, **provenance}
    (folder / MANIFEST).write_text(_json(manifest), encoding="utf-8", newline="\n")
    return _sha256(folder / MANIFEST)


def load_bundle(folder: Path) -> Bundle:
    """Audit a folder, then build the model from it: names, protocol, hashes, schema, in this order.

    Raises:
        BundleError: A file is missing, unknown or changed, the protocol is newer than this version knows, or the
            contents do not fit together.
    """
    _audit_names(folder)
    manifest = _read_json(folder / MANIFEST)
    _audit_protocol(manifest, folder)
    _audit_hashes(manifest, folder)
    calibration = _read_json(folder / "calibration.json")
    spec = _construct(spec_from_dict, folder / "spec.json")
    linear = _construct(linear_from_dict, folder / "linear.json")
    encodings = _construct(_encodings_from_dict, folder / "encodings.json")
    booster = (folder / "booster.txt").read_text(encoding="utf-8", errors="replace")
    try:
        model = AdditiveModel(booster, linear, float(calibration["intercept"]), encodings)
        reference = float(calibration["reference"])
        fitted = dict(calibration["fitted"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged("calibration.json lacks its numbers", folder / "calibration.json") from error
    _audit_spec(spec, folder / "spec.json")
    _audit_widths(spec, model, folder)
    card, sha256 = _read_json(folder / "card.json"), _sha256(folder / MANIFEST)
    bundle = Bundle(spec, model, reference, fitted, card, **_optional_parts(folder), sha256=sha256)
    _audit_parts(bundle, folder)
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
        raise _damaged(f"{path.name} is not an array of numbers", path) from error


def _audit_parts(bundle: Bundle, folder: Path) -> None:
    """Refuse evidence and past leads that are about other signals and features than the model's."""
    signals, features, evidence, past = (
        len(bundle.spec.signals),
        len(bundle.spec.features),
        bundle.evidence,
        bundle.past_leads,
    )
    if evidence is not None:
        positions = [part.position for rates in evidence.rates if rates for part in rates.bins]
        positions += [part.position for part in evidence.candidates] + [part.position for part in evidence.asking]
        fits = len(evidence.shares) == len(evidence.rates) == signals and all(0 <= p < features for p in positions)
        if not fits:
            raise _damaged("The evidence and the features do not fit together", folder / EVIDENCE)
    if past is not None and past.points.shape[1] != signals:
        raise _damaged("The past leads and the signals do not fit together", folder / PAST_LEADS)


def _present(folder: Path) -> list[str]:
    return [name for name in (*FILES, *OPTIONAL_FILES) if (folder / name).exists()]


def _audit_names(folder: Path) -> None:
    expected = {*FILES, MANIFEST}
    if (folder / PAST_LEADS).exists() or (folder / PAST_POINTS).exists():
        expected |= {PAST_LEADS, PAST_POINTS}  # neither makes sense alone
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if missing := sorted(name for name in expected if not (folder / name).is_file()):
        raise _damaged(f"The bundle lacks {', '.join(missing)}", folder)
    if unknown := sorted(found - expected - {*OPTIONAL_FILES}):
        raise _damaged(f"The bundle holds files that do not belong to it: {', '.join(unknown)}", folder)


def _audit_protocol(manifest: Mapping[str, Any], folder: Path) -> None:
    protocol = manifest.get("protocol")
    if not isinstance(protocol, int) or isinstance(protocol, bool) or protocol < 1:
        raise _damaged("The manifest names no protocol", folder / MANIFEST)
    if protocol > PROTOCOL:
        raise BundleError(
            f"The bundle has protocol {protocol}; this version of leadscore knows {PROTOCOL} at most",
            where=str(folder),
            remedy="upgrade leadscore, or train the model with this version",
        )


def _audit_hashes(manifest: Mapping[str, Any], folder: Path) -> None:
    hashes = manifest.get("files")
    if not isinstance(hashes, dict) or set(hashes) != {*_present(folder)}:
        raise _damaged("The manifest does not list the bundle's files", folder / MANIFEST)
    for name in hashes:
        if hashes[name] != _sha256(folder / name):
            raise _damaged(f"{name} was changed after it was written", folder / name)


def _audit_spec(spec: FeatureSpec, path: Path) -> None:
    signals = {signal.name for signal in spec.signals}
    if {feature.signal for feature in spec.features} != signals or len(signals) != len(spec.signals):
        raise _damaged("The features and the signals do not fit together", path)
    if unknown := sorted({str(feature.kind) for feature in spec.features} - KINDS_OF_FEATURE):
        raise _damaged(f"The model has features of a kind that is not known: {', '.join(unknown)}", path)


def _audit_widths(spec: FeatureSpec, model: AdditiveModel, folder: Path) -> None:
    codes = [len(feature.levels) + 1 for feature in spec.features]
    fits = model.n_features == len(codes) and all(0 <= term.position < len(codes) for term in model.linear.terms)
    coded = [(p, s) for e in model.encodings for p, s in zip(e.positions, e.sizes, strict=True)]
    fits = fits and all(0 <= position < len(codes) and codes[position] == size for position, size in coded)
    if not fits or any(len(term.offsets) != codes[term.position] for term in model.linear.categories):
        raise _damaged("The trees, the linear part and the features do not fit together", folder)


def _encodings_from_dict(raw: Mapping[str, Any]) -> tuple[Encoding, ...]:
    return tuple(encoding_from_dict(encoding) for encoding in raw["encodings"])


def _construct(build: Callable[[Mapping[str, Any]], T], path: Path) -> T:
    raw = _read_json(path)
    try:
        return build(raw)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise _damaged(f"{path.name} does not have the expected contents", path) from error


def _damaged(what: str, where: Path) -> BundleError:
    return BundleError(what, where=str(where), remedy="fetch the bundle again from the registry, or train anew")


def _json(value: object) -> str:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except ValueError as error:
        raise _damaged(f"{path.name} is not valid JSON", path) from error
    if not isinstance(value, dict):
        raise _damaged(f"{path.name} does not have the expected contents", path)
    return value


def _refuse_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
