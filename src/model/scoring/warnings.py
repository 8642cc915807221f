"""Warnings about the input of a scoring: missing values that matter, and values unlike the training data."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from leadscore.model.arrays import Floats, Moments
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import Feature, FeatureSpec
from leadscore.model.scoring.language import Wording, wording_of
from leadscore.model.scoring.points import KnownLeads
from leadscore.model.scoring.rates import ReferenceRates
from leadscore.model.values import comparison_key

THIN_SHARE = 0.25
"""From this share of the model's total weight on, what is not known is worth a warning."""

_ALIKE = 0.75
"""Likeness from which on two spellings may mean the same; 1 is equal."""

Finding = tuple[int, str, dict[str, Any]]
"""A lead's position, the key of the phrase, and what it is filled with; numbers are worded last."""


def warnings_of(spec: FeatureSpec, known: KnownLeads, reference: ReferenceRates | None = None) -> list[tuple[str, ...]]:
    """Per lead, warnings about missing values, and about values and events that are new to the model.

    Args:
        spec: The model's features.
        known: The leads; only events before their moments count.
        reference: Reference rates; without them there are no warnings about missing values and training ranges.
    """
    found: list[Finding] = []
    if reference is not None:
        found += [*_little_known(known), *_outside_ranges(spec, known.matrix, reference)]
    found += [*_rare_values(spec, known.leads, reference), *_strange_events(spec, known.events, known.as_of)]
    return _texts(found, spec, len(known))


def _texts(found: Sequence[Finding], spec: FeatureSpec, n_leads: int) -> list[tuple[str, ...]]:
    texts: list[tuple[str, ...]] = [()] * n_leads
    if found:  # most leads have none, and reading a wording takes time
        wording = wording_of(spec)
        for position, key, values in found:
            texts[position] += (wording.say(f"warnings.{key}", **_worded(values, wording)),)
    return texts


def _worded(values: Mapping[str, Any], wording: Wording) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else (wording.share if name == "share" else wording.formats.amount)(value)
        for name, value in values.items()
    }


def _little_known(known: KnownLeads) -> Iterator[Finding]:
    """Leads whose missing columns have a large share of the model's weight."""
    if known.unknown is not None:
        for row in np.flatnonzero(known.unknown >= THIN_SHARE):
            yield int(row), "thin_evidence", {"share": float(known.unknown[row])}


def unknown_share(spec: FeatureSpec, matrix: Floats, shares: Sequence[float]) -> Floats:
    """Per row the share of the model's weight that is on columns without a value; 0 to 1.

    From ``THIN_SHARE`` on, little is known of a lead.

    Args:
        spec: The features of the matrix.
        matrix: The rows.
        shares: Per signal its share of the model's weight.
    """
    positions = spec.column_positions
    weights = np.array([shares[spec.signal_positions[position]] for position in positions])
    unknown: Floats = np.isnan(matrix[:, positions]) @ weights
    return unknown


def _outside_ranges(spec: FeatureSpec, matrix: Floats, reference: ReferenceRates) -> Iterator[Finding]:
    for position, feature in enumerate(spec.features):
        if feature.kind == "numeric" and feature.source in reference.ranges:
            low, high = reference.ranges[feature.source]
            label, values = _label(spec, position), matrix[:, position]
            for row in np.flatnonzero((values < low) | (values > high)):
                yield int(row), "outside_range", {"label": label, "value": float(values[row]), "low": low, "high": high}


def _rare_values(spec: FeatureSpec, leads: LeadTable, reference: ReferenceRates | None) -> Iterator[Finding]:
    """Values that were rare or absent in the training data; columns that only gates look at are skipped."""
    for position, feature in enumerate(spec.features):
        if (
            feature.kind == "category"
            and feature.source in leads.columns
            and not _mostly_rare(position, spec, reference)
        ):
            label = _label(spec, position)
            cells = leads.columns[feature.source].tolist()
            said = {value: _unlike_training(feature, value, label) for value in {*cells} - {None}}
            for row, value in enumerate(cells):
                if (text := said.get(value)) is not None:
                    yield (row, *text)


def _unlike_training(feature: Feature, value: str, label: str) -> tuple[str, dict[str, Any]] | None:
    """What is said of a value that was rare or absent in training; None of any other."""
    code = feature.code(value)
    if code < len(feature.levels):
        return None
    if not feature.is_new(value) or feature.compared == "exact":
        return "rare_value", {"label": label}
    nearest = nearest_known(value, feature.levels)
    if nearest is None:
        return "new_value", {"label": label, "value": value}
    return "new_value_near", {"label": label, "value": value, "nearest": nearest}


def nearest_known(value: str, levels: Sequence[str]) -> str | None:
    """The known value that is spelled most like a new one; None where none is like it.

    >>> nearest_known("referal", ("Referral", "Web"))
    'Referral'
    """
    keys = {comparison_key(level): level for level in levels}
    close = difflib.get_close_matches(comparison_key(value), keys, n=1, cutoff=_ALIKE)
    return keys[close[0]] if close else None


def _mostly_rare(position: int, spec: FeatureSpec, reference: ReferenceRates | None) -> bool:
    """Whether most known values of this column were rare in the training data, as with names of companies."""
    rates = None if reference is None else reference.rates[spec.signal_positions[position]]
    if rates is None or [part.position for part in rates.bins] != [position]:
        return False
    rare, leads = len(spec.features[position].levels), [counted or 0 for counted in rates.leads]
    of_rare = rates.segment_of(rare)
    others = {rates.segment_of(code) for code in range(rare)} - {of_rare}
    return leads[of_rare] > sum(leads[segment] for segment in others)


def _label(spec: FeatureSpec, position: int) -> str:
    """The label of the signal of the feature at this position."""
    return spec.signals[spec.signal_positions[position]].label


def _strange_events(spec: FeatureSpec, events: EventLog, as_of: Moments) -> Iterator[Finding]:
    """Leads with an event of a type that has no features of its own."""
    if spec.has_events:
        strange = np.array([level not in spec.event_types for level in events.type.levels] + [False])
        lead = np.repeat(np.arange(len(events.offsets) - 1), np.diff(events.offsets))
        for row in np.unique(lead[strange[events.type.codes] & (events.occurred_at < as_of[lead])]):
            yield int(row), "strange_event", {}
