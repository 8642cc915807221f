"""Alternatives: the scores of leads with one value changed or one event added, and which of these changes help most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask, Moments
from leadscore.model.config import Route
from leadscore.model.features.events import Coded, EventLog, EventRows
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Signal
from leadscore.model.scoring.advice.basis import Basis, ColumnSubject, EventSubject, Wanted, columns_of, event_kinds_of
from leadscore.model.scoring.contract import LEAST_POINTS_SHOWN, Change
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.points import KnownLeads, whole
from leadscore.model.scoring.reasons.sentences import kind_of


def with_one_more(log: EventLog, as_of: Moments, event_type: str, value: float = np.nan) -> EventLog:
    """The log with one more event per lead, a microsecond before that lead's moment.

    Args:
        log: The events so far.
        as_of: The moment of each lead of the log.
        event_type: The kind of the new events.
        value: Their value; NaN for none.
    """
    n = len(as_of)
    lead = np.repeat(np.arange(n), np.diff(log.offsets))
    levels = tuple(sorted({*log.type.levels, event_type}))
    code = np.array([*(levels.index(level) for level in log.type.levels), -1], dtype=np.int32)  # code -1 picks the -1
    types = np.append(code[log.type.codes], np.full(n, levels.index(event_type), dtype=np.int32))
    rows = EventRows(
        np.append(log.occurred_at, as_of - 1),
        Coded(types, levels),
        np.append(log.value, np.full(n, value)),
        {
            name: Coded(np.append(coded.codes, np.full(n, -1, dtype=np.int32)), coded.levels)
            for name, coded in log.attributes.items()
        },
        np.arange(len(types)),  # the log is free of repeated events already, and the new ones repeat none
    )
    return EventLog.build(np.append(lead, np.arange(n)), rows, n_leads=n)


@dataclass(frozen=True)
class Alternatives:
    """The values that a column could have instead, or one more event of a kind.

    Attributes:
        signal: The signal that changes.
        values: The values in words; None where it is one more event.
        scores: Unrounded scores, one row per lead and one column per value; -inf where the lead has that value.
        kind: The kind of event as the vocabulary calls it; None for a column, and for a kind it does not know.
        distance: How far each value is from the lead's own; of equally good ones the nearest is chosen.
    """

    signal: Signal
    values: tuple[str, ...] | None
    scores: Floats
    distance: Floats
    kind: str | None = None

    def nearest(self, lead: int, chosen: Mask) -> int:
        """Position of the chosen value that is nearest to the lead's own."""
        return int(np.lexsort((self.distance[lead], ~chosen))[0])


def alternatives(basis: Basis, known: KnownLeads, wanted: Wanted) -> Iterator[Alternatives]:
    """The alternatives of every wanted column and kind of event; a column without other known values has none."""
    for column in columns_of(basis.spec, wanted):
        found = _of_column(basis, known.matrix, column)
        if found is not None:
            yield found
    if basis.spec.has_events and len(known.leads):
        for kind in event_kinds_of(basis.spec, wanted):
            yield _of_event(basis, known, kind)


def _of_column(basis: Basis, matrix: Floats, column: ColumnSubject) -> Alternatives | None:
    """Every value in the training data except the lead's own and the code for all rare values."""
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


def _of_event(basis: Basis, known: KnownLeads, kind: EventSubject) -> Alternatives:
    usual = np.nan if basis.rates is None else basis.rates.event_values.get(kind.type, np.nan)
    log = with_one_more(known.events, known.as_of, kind.type, usual)
    matrix = feature_matrix(basis.spec, known.leads, log, Snapshots(np.arange(len(known.leads)), known.as_of))
    return Alternatives(
        kind.signal, None, basis.scores(matrix)[:, None], np.zeros((len(matrix), 1)), kind_of(kind.type)
    )


CHANGES_SHOWN = 3
"""Changes told of one lead at most."""


_OF_A_CALL = frozenset({"call", "meeting"})
_WITHOUT_A_CALL: tuple[Route, ...] = ("nurture", "re_engage")


def help_of(basis: Basis, known: KnownLeads, routes: Sequence[Route] = ()) -> list[tuple[Change, ...]]:
    """Per lead the changes that the seller or the lead can bring about and that raise its score, best first.

    A column is set only to values from the training data. An added event happens just before the lead's moment, and
    all features counted from events include it. A change below ``LEAST_POINTS_SHOWN`` is left out, and so is a call
    for a lead that is not called.

    Args:
        basis: What advice is made from.
        known: The leads.
        routes: Where each of them goes; empty for a bundle without a policy.
    """
    found: list[list[Change]] = [[] for _ in known.leads.ids]
    now = whole(basis.scores(known.matrix))
    for instead in alternatives(basis, known, lambda signal: signal.actionable or signal.by_lead):
        scores = np.where(np.isfinite(instead.scores), whole(instead.scores), -1)
        for lead in np.flatnonzero(scores.max(axis=1) >= now + LEAST_POINTS_SHOWN).tolist():
            route = routes[lead] if routes else None
            if route not in _WITHOUT_A_CALL or instead.kind not in _OF_A_CALL:
                found[lead].append(_best(instead, lead, scores[lead], int(now[lead]), route, basis.wording))
    return [tuple(sorted(changes, key=lambda change: -change.points)[:CHANGES_SHOWN]) for changes in found]


def _best(
    instead: Alternatives, lead: int, scores: Integers, now: int, route: Route | None, wording: Wording
) -> Change:
    best = instead.nearest(lead, scores == scores.max())
    score, label = int(scores[best]), instead.signal.label
    if instead.values is not None:
        change = wording.say("help.if_column", label=label, value=instead.values[best])
    elif instead.kind is not None:
        change = wording.say(f"events.{instead.kind}_if")
    else:
        change = wording.say("help.if_event", label=label)
    points = wording.formats.number(score - now, 0, signed=True)
    key = f"help.{route}" if route in ("sales", *_WITHOUT_A_CALL) else "help.anyhow"
    return Change(label, change, score, score - now, wording.say(key, change=change, points=points))
