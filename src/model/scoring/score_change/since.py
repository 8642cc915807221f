"""Score change since an earlier scoring, with the models of both times."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from leadscore.model.errors import DataError
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.unknown_columns import known_to
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.score_change.score_change import ChangePath, ScoreChange, split_difference
from leadscore.model.scoring.score_change.states import ScoredBefore, State, state_of
from leadscore.model.timestamps import DAY, iso

BundleOf = Callable[[ScoredBefore], Bundle]
"""Finds the very model that made a scoring, or raises one of leadscore's errors."""


@dataclass(frozen=True)
class Today:
    """One lead, and the model that scores it today.

    Attributes:
        bundle: Today's model.
        version: Its version.
        leads: A table of the lead only.
        events: All of its events.
        as_of: The moment to score it for.
    """

    bundle: Bundle
    version: str
    leads: LeadTable
    events: EventLog
    as_of: int


def score_change_since(before: ScoredBefore, today: Today, bundle_of: BundleOf, wording: Wording) -> ScoreChange:
    """Split the difference between an earlier scoring of a lead and today's.

    Args:
        before: The earlier scoring, as it was recorded.
        today: The lead and today's model.
        bundle_of: Finds the model of the earlier scoring; called only if it is not today's.
        wording: The language of the sentences.

    Raises:
        DataError: The recorded scoring is of a later moment than today's.
    """
    then = today.as_of if before.as_of is None else before.as_of
    if then > today.as_of:
        raise DataError(
            "The score file tells of a later moment than the one that is explained",
            where=f"{iso(then)}, and {iso(today.as_of)}",
            remedy="name an earlier file, or a later moment with --as-of",
        )
    same = before.model.sha256 == today.bundle.sha256
    earlier = today.bundle if same else bundle_of(before)
    known_then = _events_before(today.events, then)
    path = ChangePath(
        before=before,
        corrected=_state(earlier, today, known_then, as_of=then),
        later=_state(earlier, today, known_then, as_of=today.as_of),
        informed=_state(earlier, today, today.events, as_of=today.as_of),
        after=_state(today.bundle, today, today.events, as_of=today.as_of),
        days=(today.as_of - then) / DAY,
        versions=None if same else (before.model.version, today.version),
    )
    return split_difference(path, wording)


def _state(bundle: Bundle, today: Today, events: EventLog, *, as_of: int) -> State:
    """A state by a model that may read other columns; columns that no longer exist count as missing."""
    return state_of(bundle, known_to(bundle.spec, today.leads), events, as_of)


def _events_before(events: EventLog, moment: int) -> EventLog:
    """The events of one lead before a moment; they are in order of time."""
    rows = slice(0, int((events.occurred_at < moment).sum()))
    attributes = {name: coded.take(rows) for name, coded in events.attributes.items()}
    offsets = np.array([0, rows.stop])
    return EventLog(offsets, events.occurred_at[rows], events.type.take(rows), events.value[rows], attributes)
