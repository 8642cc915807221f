"""What a reader should know about the input of a scoring: little that is known, and values unlike those of training."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from leadscore.model.arrays import Floats, Moments
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.explaining import KnownLeads
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.rates import ReferenceRates

THIN_SHARE = 0.25
"""From this share of the model's total weight on, what is not known is worth a warning."""

Finding = tuple[int, str, dict[str, Any]]
"""A lead's position, the key of the phrase, and what it is filled with; numbers are worded last."""


def warnings_of(spec: FeatureSpec, known: KnownLeads, evidence: ReferenceRates | None = None) -> list[tuple[str, ...]]:
    """Per lead, sentences about what is not known of it, and about values and events that are new to the model.

    Args:
        spec: The model's features.
        known: The leads; only events before their moments count.
        evidence: What the model tells of its training leads; without it, nothing is said of what is not known, nor of
            what lies outside the training range.
    """
    found: list[Finding] = []
    if evidence is not None:
        found += [*_thin_evidence(spec, known.matrix, evidence), *_outside_ranges(spec, known.matrix, evidence)]
    found += [*_rare_values(spec, known.leads, evidence), *_strange_events(spec, known.events, known.as_of)]
    return _told(found, spec, len(known))


def _told(found: Sequence[Finding], spec: FeatureSpec, n_leads: int) -> list[tuple[str, ...]]:
    texts: list[tuple[str, ...]] = [()] * n_leads
    if found:  # of most single leads nothing is, and a wording takes a moment to read
        wording = wording_of(spec)
        for position, key, values in found:
            texts[position] += (wording.say(f"warnings.{key}", **_worded(values, wording)),)
    return texts


def _worded(values: Mapping[str, Any], wording: Wording) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else (wording.share if name == "share" else wording.formats.amount)(value)
        for name, value in values.items()
    }


def _thin_evidence(spec: FeatureSpec, matrix: Floats, evidence: ReferenceRates) -> Iterator[Finding]:
    """Leads of which the columns are not known that a large part of the model's weight lies on."""
    positions = spec.column_positions
    weights = np.array([evidence.shares[spec.signal_positions[position]] for position in positions])
    unknown = np.isnan(matrix[:, positions]) @ weights
    for row in np.flatnonzero(unknown >= THIN_SHARE):
        yield int(row), "thin_evidence", {"share": float(unknown[row])}


def _outside_ranges(spec: FeatureSpec, matrix: Floats, evidence: ReferenceRates) -> Iterator[Finding]:
    for position, feature in enumerate(spec.features):
        if feature.kind == "numeric" and feature.source in evidence.ranges:
            low, high = evidence.ranges[feature.source]
            label, values = _label(spec, position), matrix[:, position]
            for row in np.flatnonzero((values < low) | (values > high)):
                yield int(row), "outside_range", {"label": label, "value": float(values[row]), "low": low, "high": high}


def _rare_values(spec: FeatureSpec, leads: LeadTable, evidence: ReferenceRates | None) -> Iterator[Finding]:
    """Values that were too rare in training, or were not there; of a column that only gates look at it says nothing."""
    for position, feature in enumerate(spec.features):
        if (
            feature.kind == "category"
            and feature.source in leads.columns
            and not _mostly_rare(position, spec, evidence)
        ):
            known = {None, *feature.levels}
            label = _label(spec, position)
            for row, value in enumerate(leads.columns[feature.source]):
                if value not in known:
                    yield row, "rare_value", {"label": label}


def _mostly_rare(position: int, spec: FeatureSpec, evidence: ReferenceRates | None) -> bool:
    """Whether more training leads had a rare value in this column than any other, as with names of companies."""
    rates = None if evidence is None else evidence.rates[spec.signal_positions[position]]
    if rates is None or [part.position for part in rates.bins] != [position]:
        return False
    leads, rare = rates.table[1], len(spec.features[position].levels)
    return bool(leads[rare] > leads[:rare].sum())


def _label(spec: FeatureSpec, position: int) -> str:
    """What people call the signal of the feature at this position."""
    return spec.signals[spec.signal_positions[position]].label


def _strange_events(spec: FeatureSpec, events: EventLog, as_of: Moments) -> Iterator[Finding]:
    """Leads with an event of a type that has no features of its own."""
    if spec.has_events:
        strange = np.array([level not in spec.event_types for level in events.type.levels] + [False])
        lead = np.repeat(np.arange(len(events.offsets) - 1), np.diff(events.offsets))
        for row in np.unique(lead[strange[events.type.codes] & (events.occurred_at < as_of[lead])]):
            yield int(row), "strange_event", {}
