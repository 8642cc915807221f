"""Why a score moved: corrected facts, time passing, new events and a new model, which sum to the difference."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.score_change.states import ScoredBefore, State

_SAME_POINTS = 1e-6
_ROUNDED_WITHIN = 1 + _SAME_POINTS


@dataclass(frozen=True)
class ScoreChangePart:
    """One cause of a difference, as a sentence, and its points."""

    what: str
    points: int


@dataclass(frozen=True)
class ScoreChange:
    """The difference of two scores; ``before + sum of points == after``."""

    before: int
    after: int
    parts: tuple[ScoreChangePart, ...]


@dataclass(frozen=True)
class ChangePath:
    """The way from an earlier scoring to today's, one thing changing at a time.

    Attributes:
        before: The earlier scoring as it was written down.
        corrected: By the same model as of the same moment, from what is known of that moment by now.
        later: The same facts as of today.
        informed: With the events since, too.
        after: Today's scoring, by today's model.
        days: From the earlier moment to today's.
        versions: Of the model then and today; None where it is the same model.
    """

    before: ScoredBefore
    corrected: State
    later: State
    informed: State
    after: State
    days: float = 0.0
    versions: tuple[str, str] | None = None


def split_difference(path: ChangePath, wording: Wording) -> ScoreChange:
    """Split the difference of two scores into parts that sum to it.

    Whole points of each state add up by themselves, so that their differences do, too. Where a signal's exact points
    did not change, but its whole ones did, that is rounding: the signal is not named.
    """
    before = path.before
    corrected = _from_record(before, path.corrected)
    passed, learned = _step(path.corrected, path.later), _step(path.later, path.informed)
    parts = [
        ScoreChangePart(wording.say("moved.corrected", label=label), won)
        for label, won in _strongest(corrected.changed)
    ]
    parts += _time(passed.changed, path.days, wording)
    parts += _events(learned.changed, path, wording)
    if path.versions is not None:
        told = wording.say("moved.model", before=path.versions[0], after=path.versions[1])
        parts.append(ScoreChangePart(told, path.after.score - path.informed.score))
    rest = {
        "moved.start": path.corrected.start - before.start,
        "moved.beyond_scale": path.informed.beyond_scale - before.beyond_scale,
        "moved.rounding": corrected.rounding + passed.rounding + learned.rounding,
    }
    parts += [ScoreChangePart(wording.say(key), points) for key, points in rest.items() if points]
    return ScoreChange(before.score, path.after.score, tuple(parts))


@dataclass(frozen=True)
class _Step:
    """Whole points that signals won or lost from one state to the next, and what is left of rounding."""

    changed: Mapping[str, int] = field(default_factory=dict)
    rounding: int = 0


def _step(earlier: State, later: State) -> _Step:
    labels = {*earlier.points, *later.points}
    changed = {label for label in labels if abs(_exact(later, label) - _exact(earlier, label)) > _SAME_POINTS}
    return _divided(earlier.points, later.points, changed)


def _from_record(before: ScoredBefore, corrected: State) -> _Step:
    """The record holds whole points only: those that the exact ones of now may have been rounded to did not change."""
    labels = {*before.points, *corrected.points}
    off = {label: abs(before.points.get(label, 0) - _exact(corrected, label)) for label in labels}
    changed = {label for label, points in off.items() if points > _ROUNDED_WITHIN}
    return _divided(before.points, corrected.points, changed)


def _divided(earlier: Mapping[str, int], later: Mapping[str, int], changed: set[str]) -> _Step:
    difference = Counter(later)
    difference.subtract(earlier)
    told = {label: points for label, points in difference.items() if label in changed and points}
    return _Step(told, sum(difference.values()) - sum(told.values()))


def _exact(state: State, label: str) -> float:
    return state.exact.get(label, 0.0)


def _events(changed: Mapping[str, int], path: ChangePath, wording: Wording) -> list[ScoreChangePart]:
    """New events by signal; of a fact that stayed as it was, the trees may think otherwise beside new ones."""
    before, after = path.later.facts, path.informed.facts
    key = {label: "beside_events" if before.get(label) == after.get(label) else "events" for label in changed}
    return [
        ScoreChangePart(wording.say(f"moved.{key[label]}", label=label), points)
        for label, points in _strongest(changed)
    ]


def _time(changed: Mapping[str, int], days: float, wording: Wording) -> list[ScoreChangePart]:
    """Time passing as one part that names the signals behind it."""
    if not changed:
        return []
    signed = [(label, wording.formats.number(points, 0, signed=True)) for label, points in _strongest(changed)]
    behind = ", ".join(wording.say("moved.signal", label=label, points=points) for label, points in signed)
    passed = wording.say("time.days", count=round(days)) if round(days) else wording.say("moved.less_than_a_day")
    return [ScoreChangePart(wording.say("moved.time", passed=passed, signals=behind), sum(changed.values()))]


def _strongest(changed: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(changed.items(), key=lambda item: (-abs(item[1]), item[0]))
