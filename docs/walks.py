"""The four walks: which files a reader opens to follow one thing from its verb to its result.

``python docs/walks.py`` prints them. A walk leads from the function of a verb to the functions that make its result,
and on through everything these call within the rooms of the walk; its length is the number of files with any of it.
"""

import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from calls import PACKAGE, Calls

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Walk:
    """One thing to follow.

    Attributes:
        thing: What is followed, for people.
        verb: The function it starts from; names are without ``leadscore.``.
        makers: The functions that make the result.
        rooms: Packages that are entered after a maker; what is called elsewhere needs no opening.
    """

    thing: str
    verb: str
    makers: tuple[str, ...]
    rooms: tuple[str, ...]


WALKS = (
    Walk(
        "how the sentence of a reason comes about",
        "pipelines.explain:explain",
        ("model.scoring.reasons.reasoner:Reasoner.reasons",),
        ("model.scoring",),
    ),
    Walk(
        "how a row becomes a score",
        "pipelines.score:score",
        (
            "model.data.tables.loading:read_leads",
            "model.features.matrix:feature_matrix",
            "model.scoring.scorer:Scorer.explain",
        ),
        ("model.data", "model.features", "model.scoring"),
    ),
    Walk(
        "how a leak is excluded",
        "pipelines.train:train",
        ("model.learning.recipe:prepare_training_data",),
        ("model.data.leakage",),
    ),
    Walk(
        "how the threshold of a grade is found",
        "pipelines.train:train",
        ("model.learning.thresholds.grading:with_policy",),
        ("model.learning.thresholds", "model.scoring.decision"),
    ),
)


def files_of(walk: Walk, calls: Calls) -> list[str]:
    """The modules to open, without ``leadscore.``, sorted.

    Raises:
        ValueError: The verb does not reach a maker, or one of them is not there any more.
    """
    verb = f"{PACKAGE}.{walk.verb}"
    rooms = tuple(f"{PACKAGE}.{room}" for room in walk.rooms)
    passed = set()
    for maker in (f"{PACKAGE}.{maker}" for maker in walk.makers):
        passed |= {*_way(verb, maker, calls), *_within(maker, rooms, calls)}
    return sorted({name.partition(":")[0].removeprefix(f"{PACKAGE}.") for name in passed})


def _way(start: str, end: str, calls: Calls) -> list[str]:
    """The shortest way from one function to another."""
    came_from: dict[str, str | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in came_from:
        here = waiting.popleft()
        for there in sorted(calls.edges[here] - came_from.keys()):
            came_from[there] = here
            waiting.append(there)
    if end not in came_from:
        raise ValueError(f"{start} does not reach {end}")
    way: list[str] = []
    step: str | None = end
    while step is not None:
        way.append(step)
        step = came_from[step]
    return way


def _within(start: str, rooms: tuple[str, ...], calls: Calls) -> set[str]:
    passed, waiting = {start}, [start]
    while waiting:
        for there in calls.edges[waiting.pop()] - passed:
            if any(f"{there.partition(':')[0]}.".startswith(f"{room}.") for room in rooms):
                passed.add(there)
                waiting.append(there)
    return passed


if __name__ == "__main__":
    known = Calls.of(ROOT)
    for walk in WALKS:
        files = files_of(walk, known)
        sys.stdout.write(f"{len(files):3}  {walk.thing}\n     {', '.join(files)}\n")
