"""Score change by cause: corrected data, time passing, new events, a new model. The parts sum to the difference."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadscore.model.scoring.contract import LEAST_POINTS_SHOWN
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
    """The states between an earlier scoring and today's, with one cause of change per step.

    Attributes:
        before: The earlier scoring as it was recorded.
        corrected: Same model and moment, with the data about that moment as they are known today.
        later: Same model and data, as of today, without events since.
        informed: The same with the events since.
        after: Today's scoring, by today's model.
        days: Days from the earlier moment to today's.
        versions: Model version of then and of today; None where the model is the same.
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

    The whole points of each state sum to its score, so their differences sum to the score change. Where only the
    rounding of a signal's points changed, the signal is not named; these points are one part, rounding. Parts of fewer
    than ``LEAST_POINTS_SHOWN`` points are folded into one, the last; a new model is always named.
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
    model = []
    if path.versions is not None:
        model = [ScoreChangePart(_new_model(path, path.versions, wording), path.after.score - path.informed.score)]
    rest = {
        "moved.start": path.corrected.start - before.start,
        "moved.beyond_scale": path.informed.beyond_scale - before.beyond_scale,
        "moved.rounding": corrected.rounding + passed.rounding + learned.rounding,
    }
    parts += [ScoreChangePart(wording.say(key), points) for key, points in rest.items() if points]
    shown, folded = _folded(parts, wording)
    return ScoreChange(before.score, path.after.score, (*shown, *model, *folded))


def _folded(parts: list[ScoreChangePart], wording: Wording) -> tuple[list[ScoreChangePart], list[ScoreChangePart]]:
    """The parts of enough points, and the sum of several smaller ones as one part; none where they cancel out."""
    shown = [part for part in parts if not part.points or abs(part.points) >= LEAST_POINTS_SHOWN]
    small = [part for part in parts if 0 < abs(part.points) < LEAST_POINTS_SHOWN]
    if len(small) <= 1:
        return shown, small
    total = sum(part.points for part in small)
    return shown, [ScoreChangePart(wording.say("moved.small", least=LEAST_POINTS_SHOWN), total)] if total else []


@dataclass(frozen=True)
class _Step:
    """Change of whole points by signal from one state to the next, and the points due to rounding."""

    changed: Mapping[str, int] = field(default_factory=dict)
    rounding: int = 0


def _step(earlier: State, later: State) -> _Step:
    labels = {*earlier.points, *later.points}
    changed = {label for label in labels if abs(_exact(later, label) - _exact(earlier, label)) > _SAME_POINTS}
    return _divided(earlier.points, later.points, changed)


def _from_record(before: ScoredBefore, corrected: State) -> _Step:
    """The step from a record, which holds whole points only; points within rounding of today's count as unchanged."""
    labels = {*before.points, *corrected.points}
    off = {label: abs(before.points.get(label, 0) - _exact(corrected, label)) for label in labels}
    changed = {label for label, points in off.items() if points > _ROUNDED_WITHIN}
    return _divided(before.points, corrected.points, changed)


def _divided(earlier: Mapping[str, int], later: Mapping[str, int], changed: set[str]) -> _Step:
    difference = Counter(later)
    difference.subtract(earlier)
    named = {label: points for label, points in difference.items() if label in changed and points}
    return _Step(named, sum(difference.values()) - sum(named.values()))


def _exact(state: State, label: str) -> float:
    return state.exact.get(label, 0.0)


def _new_model(path: ChangePath, versions: tuple[str, str], wording: Wording) -> str:
    """The new model as a cause; where every lead starts elsewhere, that is part of it and no fact of the lead."""
    before, after = versions
    if path.after.start == path.informed.start:
        return wording.say("moved.model", before=before, after=after)
    starts = {"start_before": path.informed.start, "start": path.after.start}
    return wording.say("moved.model_and_start", before=before, after=after, **starts)


def _events(changed: Mapping[str, int], path: ChangePath, wording: Wording) -> list[ScoreChangePart]:
    """New events as one part per signal; an unchanged signal may change points, too (interactions)."""
    before, after = path.later.facts, path.informed.facts
    key = {label: "beside_events" if before.get(label) == after.get(label) else "events" for label in changed}
    return [
        ScoreChangePart(wording.say(f"moved.{key[label]}", label=label), points)
        for label, points in _strongest(changed)
    ]


def _time(changed: Mapping[str, int], days: float, wording: Wording) -> list[ScoreChangePart]:
    """Time passing as one part that names its signals."""
    if not changed:
        return []
    signed = [(label, wording.formats.number(points, 0, signed=True)) for label, points in _strongest(changed)]
    behind = ", ".join(wording.say("moved.signal", label=label, points=points) for label, points in signed)
    passed = wording.say("time.days", count=round(days)) if round(days) else wording.say("moved.less_than_a_day")
    return [ScoreChangePart(wording.say("moved.time", passed=passed, signals=behind), sum(changed.values()))]


def _strongest(changed: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(changed.items(), key=lambda item: (-abs(item[1]), item[0]))
