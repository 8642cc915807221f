"""Loading a bundle: names, protocol, hashes, schema, in this order, and only then a model."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import ValidationError

from leadscore.model.card import card_from_dict
from leadscore.model.errors import BundleError
from leadscore.model.features.spec import KINDS_OF_FEATURE, FeatureSpec, spec_from_dict
from leadscore.model.scoring.advice.past_leads import past_leads_from
from leadscore.model.scoring.bundle.bundle import (
    EVIDENCE,
    FILES,
    MANIFEST,
    OPTIONAL_FILES,
    PAST_LEADS,
    PAST_POINTS,
    POLICY,
    PROTOCOL,
    Bundle,
    damaged,
    files_in,
    read_json,
    sha256_of,
)
from leadscore.model.scoring.bundle.upgrading import upgraded_policy
from leadscore.model.scoring.contributions.additive import AdditiveModel, Encoding, encoding_from_dict, linear_from_dict
from leadscore.model.scoring.decision import policy_from_dict
from leadscore.model.scoring.rates import ReferenceRates, reference_rates_from_dict


def audit_files(folder: Path) -> int:
    """Check a folder's names, its protocol and its hashes, in this order.

    Returns:
        The protocol.

    Raises:
        BundleError: A file is missing, unknown or changed, or the protocol is newer than this version knows.
    """
    _audit_names(folder)
    manifest = read_json(folder / MANIFEST)
    protocol = _audited_protocol(manifest, folder)
    _audit_hashes(manifest, folder)
    return protocol


def audit_parts(bundle: Bundle, folder: Path) -> None:
    """Check that what was read fits together.

    Raises:
        BundleError: It does not.
    """
    _audit_spec(bundle.spec, folder / "spec.json")
    _audit_widths(bundle.spec, bundle.model, folder)
    if bundle.evidence is not None:
        _audit_rates(bundle.evidence, bundle.spec, folder)
    if bundle.past_leads is not None and bundle.past_leads.points.shape[1] != len(bundle.spec.signals):
        raise damaged("The past leads and the signals do not fit together", folder / PAST_LEADS)


def _audit_names(folder: Path) -> None:
    expected = {*FILES, MANIFEST}
    if (folder / PAST_LEADS).exists() or (folder / PAST_POINTS).exists():
        expected |= {PAST_LEADS, PAST_POINTS}  # the index of past leads and their points are only usable as a pair
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if missing := sorted(name for name in expected if not (folder / name).is_file()):
        raise damaged(f"The bundle lacks {', '.join(missing)}", folder)
    if unknown := sorted(found - expected - {*OPTIONAL_FILES}):
        raise damaged(f"The bundle holds files that do not belong to it: {', '.join(unknown)}", folder)


def _audited_protocol(manifest: Mapping[str, Any], folder: Path) -> int:
    protocol = manifest.get("protocol")
    if not isinstance(protocol, int) or isinstance(protocol, bool) or protocol < 1:
        raise damaged("The manifest names no protocol", folder / MANIFEST)
    if protocol > PROTOCOL:
        raise BundleError(
            f"The bundle has protocol {protocol}; this version of leadscore knows {PROTOCOL} at most",
            where=str(folder),
            remedy="upgrade leadscore, or train the model with this version",
        )
    return protocol


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
    encoded = [n + len(feature.rare) for n, feature in zip(codes, spec.features, strict=True)]
    fits = model.n_features == len(codes) and all(0 <= term.position < len(codes) for term in model.linear.terms)
    coded = [(p, s) for e in model.encodings for p, s in zip(e.positions, e.sizes, strict=True)]
    fits = fits and all(0 <= position < len(codes) and encoded[position] == size for position, size in coded)
    fits = fits and len(model.centre) in (0, len(codes))
    if not fits or any(len(term.offsets) != codes[term.position] for term in model.linear.categories):
        raise damaged("The trees, the linear part and the features do not fit together", folder)


def _audit_rates(reference: ReferenceRates, spec: FeatureSpec, folder: Path) -> None:
    """Refuse reference rates that are about other signals and features than the model's."""
    known = [rates for rates in reference.rates if rates is not None]
    known += [rates for parts in reference.parts for rates in parts]
    positions = [bins.position for rates in known for bins in rates.bins]
    positions += [part.position for part in reference.candidates] + [part.position for part in reference.asking]
    within = all(0 <= position < len(spec.features) for position in positions)
    if not within or not len(reference.shares) == len(reference.rates) == len(spec.signals):
        raise damaged("The evidence and the features do not fit together", folder / EVIDENCE)


T = TypeVar("T")


def load_bundle(folder: Path) -> Bundle:
    """Audit a folder, then build the model from it: names, protocol, hashes, schema, in this order.

    Raises:
        BundleError: A file is missing, unknown or changed, the protocol is newer than this version knows, or the
            contents do not fit together.
    """
    protocol = audit_files(folder)
    calibration = read_json(folder / "calibration.json")
    spec = _construct(spec_from_dict, folder / "spec.json")
    linear = _construct(linear_from_dict, folder / "linear.json")
    encodings = _construct(_encodings_from_dict, folder / "encodings.json")
    booster = (folder / "booster.txt").read_text(encoding="utf-8", errors="replace")
    try:
        centre = tuple(float(value) for value in calibration.get("centre", ()))
        model = AdditiveModel(booster, linear, float(calibration["intercept"]), encodings, centre)
        reference = float(calibration["reference"])
        fitted = dict(calibration["fitted"])
    except (KeyError, TypeError, ValueError) as error:
        raise damaged("calibration.json lacks its numbers", folder / "calibration.json") from error
    card, sha256 = card_from_dict(read_json(folder / "card.json"), where=folder), sha256_of(folder / MANIFEST)
    bundle = Bundle(spec, model, reference, fitted, card, **_optional_parts(folder, protocol), sha256=sha256)
    audit_parts(bundle, folder)
    return bundle


def _optional_parts(folder: Path, protocol: int) -> dict[str, Any]:
    """The parts that a bundle may lack; none for one of protocol 1."""
    parts: dict[str, Any] = {}
    if (folder / EVIDENCE).exists():
        parts["evidence"] = _construct(reference_rates_from_dict, folder / EVIDENCE)
    if (folder / POLICY).exists():
        parts["policy"] = _construct(lambda raw: policy_from_dict(upgraded_policy(raw, protocol)), folder / POLICY)
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
        raise damaged(f"{path.name} does not have the expected contents{_reason(error)}", path) from error


def _reason(error: Exception) -> str:
    """The error's message, with the place in the file where the error names one."""
    match error:
        case ValidationError():
            problem = error.errors()[0]
            return f": {'.'.join(map(str, problem['loc']))}: {problem['msg'].removeprefix('Value error, ')}"
        case BundleError():
            return f": {error.what}, at {error.where}"
        case _:
            return ""
