"""Alternatives: what leads would score if a single thing about them were different."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Signal
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.advice.events_added import with_one_more
from leadscore.model.scoring.advice.subjects import Column, EventKind, Wanted, columns_of, event_kinds_of
from leadscore.model.scoring.known_leads import KnownLeads

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Alternatives:
    """The values that a column could have instead, or one more event of a kind.

    Attributes:
        signal: What is different.
        values: The values in words; None where it is one more event.
        scores: Unrounded scores, one row per lead and one column per value; -inf where the lead has that value.
        distance: How far each value is from the lead's own; the nearest of equally good ones is told.
    """

    signal: Signal
    values: tuple[str, ...] | None
    scores: Floats
    distance: Floats

    def nearest(self, lead: int, chosen: NDArray[np.bool_]) -> int:
        """Position of the chosen value that is nearest to the lead's own."""
        return int(np.lexsort((self.distance[lead], ~chosen))[0])


def alternatives(basis: Basis, known: KnownLeads, wanted: Wanted) -> Iterator[Alternatives]:
    """The alternatives of every wanted column and kind of event; none where nothing else is feasible."""
    for column in columns_of(basis.spec, wanted):
        found = _of_column(basis, known.matrix, column)
        if found is not None:
            yield found
    if basis.spec.has_events and len(known.leads):
        for kind in event_kinds_of(basis.spec, wanted):
            yield _of_event(basis, known, kind)


def _of_column(basis: Basis, matrix: Floats, column: Column) -> Alternatives | None:
    """Every value seen in training but the lead's own; "any other value" is nothing that one could aim at."""
    seen = basis.candidates(column.position)
    feasible = [] if seen is None else [value for value in seen.values if not column.stands_for_others(value)]
    if seen is None or not feasible:
        return None
    own, values = matrix[:, [column.position]], np.array(feasible)
    scores = basis.scores_with(matrix, replace(seen, values=tuple(feasible)))
    in_order = np.broadcast_to(np.arange(len(values), dtype=np.float64), scores.shape)
    distance = in_order if column.feature.categorical else np.where(np.isnan(own), in_order, np.abs(values - own))
    words = tuple(column.in_words(value, basis.wording) for value in feasible)
    return Alternatives(column.signal, words, np.where(values == own, -np.inf, scores), distance)


def _of_event(basis: Basis, known: KnownLeads, kind: EventKind) -> Alternatives:
    usual = np.nan if basis.evidence is None else basis.evidence.event_values.get(kind.type, np.nan)
    log = with_one_more(known.events, known.as_of, kind.type, usual)
    matrix = feature_matrix(basis.spec, known.leads, log, Snapshots(np.arange(len(known.leads)), known.as_of))
    return Alternatives(kind.signal, None, basis.scores(matrix)[:, None], np.zeros((len(matrix), 1)))
