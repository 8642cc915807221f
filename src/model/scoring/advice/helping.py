"""What would help: the single changes that go with a higher score, each scored by the model itself."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from leadscore.model.scoring.advice.alternatives import Alternatives, alternatives
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.known_leads import KnownLeads
from leadscore.model.scoring.points import Integers, whole
from leadscore.model.scoring.wording import Wording

CHANGES_SHOWN = 3
"""Changes told of one lead at most."""


@dataclass(frozen=True)
class Change:
    """One feasible change that goes with a higher score; an association, no promise.

    Attributes:
        signal: What people call the thing that would be different.
        change: How it would be different.
        score: What the lead would score.
        points: What that is more than it scores now.
        text: A sentence that says so.
    """

    signal: str
    change: str
    score: int
    points: int
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return dict(self.__dict__)


def help_of(basis: Basis, known: KnownLeads) -> list[tuple[Change, ...]]:
    """Per lead the changes of actionable columns and events that raise its score by a point or more, best first.

    A column takes values seen in training only; one more event has just happened, and everything that is counted
    from events follows it.
    """
    found: list[list[Change]] = [[] for _ in known.leads.ids]
    now = whole(basis.scores(known.matrix))
    for instead in alternatives(basis, known, lambda signal: signal.actionable):
        scores = np.where(np.isfinite(instead.scores), whole(instead.scores), -1)
        for lead in np.flatnonzero(scores.max(axis=1) > now):
            found[lead].append(_best(instead, int(lead), scores[lead], int(now[lead]), basis.wording))
    return [tuple(sorted(changes, key=lambda change: -change.points)[:CHANGES_SHOWN]) for changes in found]


def _best(instead: Alternatives, lead: int, scores: Integers, now: int, wording: Wording) -> Change:
    best = instead.nearest(lead, scores == scores.max())
    score, label = int(scores[best]), instead.signal.label
    if instead.values is None:
        change = wording.say("help.event", label=label)
    else:
        change = wording.say("help.column", label=label, value=instead.values[best])
    points = wording.counted("help.points", score - now)
    return Change(label, change, score, score - now, wording.say("help.text", change=change, points=points))
