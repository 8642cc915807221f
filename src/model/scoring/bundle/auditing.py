"""Auditing a bundle before, and right after, anything is built from it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leadscore.model.errors import BundleError
from leadscore.model.features.spec import KINDS_OF_FEATURE, FeatureSpec
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.bundle.bundle import Bundle
from leadscore.model.scoring.bundle.layout import (
    EVIDENCE,
    FILES,
    MANIFEST,
    OPTIONAL_FILES,
    PAST_LEADS,
    PAST_POINTS,
    PROTOCOL,
    damaged,
    files_in,
    read_json,
    sha256_of,
)
from leadscore.model.scoring.evidence import Evidence


def audit_files(folder: Path) -> None:
    """Check a folder's names, its protocol and its hashes, in this order.

    Raises:
        BundleError: A file is missing, unknown or changed, or the protocol is newer than this version knows.
    """
    _audit_names(folder)
    manifest = read_json(folder / MANIFEST)
    _audit_protocol(manifest, folder)
    _audit_hashes(manifest, folder)


def audit_parts(bundle: Bundle, folder: Path) -> None:
    """Check that what was read fits together.

    Raises:
        BundleError: It does not.
    """
    _audit_spec(bundle.spec, folder / "spec.json")
    _audit_widths(bundle.spec, bundle.model, folder)
    if bundle.evidence is not None:
        _audit_evidence(bundle.evidence, bundle.spec, folder)
    if bundle.past_leads is not None and bundle.past_leads.points.shape[1] != len(bundle.spec.signals):
        raise damaged("The past leads and the signals do not fit together", folder / PAST_LEADS)


def _audit_names(folder: Path) -> None:
    expected = {*FILES, MANIFEST}
    if (folder / PAST_LEADS).exists() or (folder / PAST_POINTS).exists():
        expected |= {PAST_LEADS, PAST_POINTS}  # neither makes sense alone
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if missing := sorted(name for name in expected if not (folder / name).is_file()):
        raise damaged(f"The bundle lacks {', '.join(missing)}", folder)
    if unknown := sorted(found - expected - {*OPTIONAL_FILES}):
        raise damaged(f"The bundle holds files that do not belong to it: {', '.join(unknown)}", folder)


def _audit_protocol(manifest: Mapping[str, Any], folder: Path) -> None:
    protocol = manifest.get("protocol")
    if not isinstance(protocol, int) or isinstance(protocol, bool) or protocol < 1:
        raise damaged("The manifest names no protocol", folder / MANIFEST)
    if protocol > PROTOCOL:
        raise BundleError(
            f"The bundle has protocol {protocol}; this version of leadscore knows {PROTOCOL} at most",
            where=str(folder),
            remedy="upgrade leadscore, or train the model with this version",
        )


def _audit_hashes(manifest: Mapping[str, Any], folder: Path) -> None:
    hashes = manifest.get("files")
    if not isinstance(hashes, dict) or set(hashes) != {*files_in(folder)}:
        raise damaged("The manifest does not list the bundle's files", folder / MANIFEST)
    for name in hashes:
        if hashes[name] != sha256_of(folder / name):
            raise damaged(f"{name} was changed after it was written", folder / name)


def _audit_spec(spec: FeatureSpec, path: Path) -> None:
    signals = {signal.name for signal in spec.signals}
    if {feature.signal for feature in spec.features} != signals or len(signals) != len(spec.signals):
        raise damaged("The features and the signals do not fit together", path)
    if unknown := sorted({str(feature.kind) for feature in spec.features} - KINDS_OF_FEATURE):
        raise damaged(f"The model has features of a kind that is not known: {', '.join(unknown)}", path)


def _audit_widths(spec: FeatureSpec, model: AdditiveModel, folder: Path) -> None:
    codes = [len(feature.levels) + 1 for feature in spec.features]
    fits = model.n_features == len(codes) and all(0 <= term.position < len(codes) for term in model.linear.terms)
    coded = [(p, s) for e in model.encodings for p, s in zip(e.positions, e.sizes, strict=True)]
    fits = fits and all(0 <= position < len(codes) and codes[position] == size for position, size in coded)
    if not fits or any(len(term.offsets) != codes[term.position] for term in model.linear.categories):
        raise damaged("The trees, the linear part and the features do not fit together", folder)


def _audit_evidence(evidence: Evidence, spec: FeatureSpec, folder: Path) -> None:
    """Refuse evidence that is about other signals and features than the model's."""
    told = [rates for rates in evidence.rates if rates is not None]
    positions = [bins.position for rates in told for bins in rates.bins]
    positions += [part.position for part in evidence.candidates] + [part.position for part in evidence.asking]
    within = all(0 <= position < len(spec.features) for position in positions)
    if not within or not len(evidence.shares) == len(evidence.rates) == len(spec.signals):
        raise damaged("The evidence and the features do not fit together", folder / EVIDENCE)
