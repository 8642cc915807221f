"""A model and everything needed to read its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.advice.past_leads import PastLeads
from leadscore.model.scoring.decision import Policy
from leadscore.model.scoring.evidence import Evidence


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
