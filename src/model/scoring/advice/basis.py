"""What advice is computed from: columns and kinds of events, and scores of leads with changed values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.features.signals import spoken
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.scoring.contributions.additive import AdditiveModel
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import score_of
from leadscore.model.scoring.rates import Candidates, ReferenceRates

_OF_EVENTS = frozenset({"count", "recency", "value_sum"})

Wanted = Callable[[Signal], bool]


@dataclass(frozen=True)
class ColumnSubject:
    """A lead column that is one feature and one signal of the model."""

    position: int
    feature: Feature
    signal: Signal

    def stands_for_others(self, value: float) -> bool:
        """Whether a value is the code that all rare values share."""
        return self.feature.categorical and value >= len(self.feature.levels)

    def in_words(self, value: float, wording: Wording) -> str:
        """The text of a known value; not for the code that all rare values share."""
        if self.feature.kind == "email_kind":
            return wording.say(f"reasons.email_{self.feature.levels[int(value)]}")
        if self.feature.categorical:
            return spoken(self.feature.levels[int(value)])
        return wording.ago(value) if self.feature.kind == "days_since" else wording.formats.amount(value)


@dataclass(frozen=True)
class EventSubject:
    """A kind of event that has features of its own."""

    type: str
    signal: Signal


def columns_of(spec: FeatureSpec, wanted: Wanted) -> Iterator[ColumnSubject]:
    """The columns whose signals are wanted, in the order of the features."""
    for position in spec.column_positions:
        signal = spec.signals[spec.signal_positions[position]]
        if wanted(signal):
            yield ColumnSubject(position, spec.features[position], signal)


def event_kinds_of(spec: FeatureSpec, wanted: Wanted) -> tuple[EventSubject, ...]:
    """The kinds of events whose signals are wanted, each once, in the order of the features."""
    found = {}
    for position, feature in enumerate(spec.features):
        signal = spec.signals[spec.signal_positions[position]]
        if feature.kind in _OF_EVENTS and feature.source and wanted(signal):
            found[feature.source] = EventSubject(feature.source, signal)
    return tuple(found.values())


ROWS_AT_ONCE = 50_000


@dataclass(frozen=True)
class Basis:
    """The parts of a bundle that advice is made from.

    Attributes:
        reference: Log-odds that score 50.
        rates: Reference rates; None in a bundle of protocol 1, and then there is no advice on columns.
        wording: The phrases of the readers' language.
    """

    spec: FeatureSpec
    model: AdditiveModel
    reference: float
    rates: ReferenceRates | None
    wording: Wording

    def scores(self, matrix: Floats) -> Floats:
        """Unrounded scores of rows, not held within 0 and 100."""
        return score_of(self.model.log_odds(matrix), self.reference) if len(matrix) else np.zeros(0)

    def scores_with(self, matrix: Floats, candidates: Candidates) -> Floats:
        """Unrounded scores of every row with each of the values in that column; one column per value."""
        return score_of(log_odds_with(self.model, matrix, candidates), self.reference)

    def candidates(self, position: int) -> Candidates | None:
        """The values that a column of the matrix had in training; None where the bundle keeps none."""
        kept = () if self.rates is None else self.rates.candidates
        return next((found for found in kept if found.position == position and found.values), None)


def log_odds_with(model: AdditiveModel, matrix: Floats, candidates: Candidates) -> Floats:
    """Log-odds of every row with each of the values in that column; one column per value."""
    values = np.array(candidates.values, dtype=np.float64)
    found = np.empty((len(matrix), len(values)))
    step = max(
        1, ROWS_AT_ONCE // max(len(values), 1)
    )  # in parts, so that many leads with many values do not exhaust the memory
    for start in range(0, len(matrix) if len(values) else 0, step):
        rows = matrix[start : start + step]
        changed = np.repeat(rows, len(values), axis=0)
        changed[:, candidates.position] = np.tile(values, len(rows))
        found[start : start + step] = model.log_odds(changed).reshape(len(rows), len(values))
    return found
