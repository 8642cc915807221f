"""Searching for knobs of the learner that suit some data better than the default ones, and proving that they do."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.judging import Interval, Judged, log_loss_difference
from leadscore.model.learning.judging.evaluating import figures
from leadscore.model.learning.knobs import DEFAULT, Knobs
from leadscore.model.learning.search.found import Found, TrialsSoFar
from leadscore.model.learning.search.parts import Parts, cut
from leadscore.model.learning.search.problem import SearchProblem
from leadscore.model.learning.search.trials import Trial, TrialLog
from leadscore.model.tables.snapshots import LabelledSnapshots

Floats = NDArray[np.float64]


def search(
    problem: SearchProblem,
    *,
    storage: Path,
    stop: Callable[[int], bool],
    progress: Callable[[TrialsSoFar], None] = lambda _: None,
) -> Found:
    """Try knobs until told to stop, and let the best ones replace the default only if they are certainly better.

    Trials learn from the oldest three fifths of the leads and are ranked by log loss on the next fifth. The best
    one and the default then learn from both and are compared on the latest fifth, which no trial has seen: the best
    wins if the upper 95 % bound of its log loss minus the default's, resampled by lead, lies below zero.

    Args:
        problem: What is learned, and how.
        storage: The file that keeps finished trials; a search of the same data and question goes on where it ended.
        stop: Asked after each trial, with the number of finished ones; two more fits follow once it says so.
        progress: Told after each trial how things stand.

    Raises:
        NotEnoughDataError: A fifth of the leads holds fewer than forty of either class.
        SourceError, DataError: The file cannot be written, or holds something else.
    """
    learning = problem.config.learning
    parts = cut(problem.labelled, problem.tables.leads, learning)
    log = TrialLog(storage, name=problem.name, seed=learning.seed)

    def measure(knobs: Knobs) -> float:
        return _log_loss(parts.validate, problem.fit(parts.learn, knobs)(parts.validate))

    finished = log.finished
    while not finished or not stop(len(finished)):
        log.run(measure)
        finished = log.finished
        progress(TrialsSoFar(len(finished), finished[-1].log_loss, _best(finished).log_loss, finished[0].log_loss))
    best, default = _best(finished), finished[0]
    difference = None if best == default else _confirm(problem, parts, best.knobs)
    return Found(len(finished), best, default, difference, parts)


def _best(finished: list[Trial]) -> Trial:
    return min(finished, key=lambda trial: trial.log_loss)


def _log_loss(labelled: LabelledSnapshots, probability: Floats) -> float:
    return figures(Judged.of(labelled), probability, names=("log_loss",))["log_loss"]


def _confirm(problem: SearchProblem, parts: Parts, knobs: Knobs) -> Interval:
    best, default = (problem.fit(parts.refit, tried)(parts.confirm) for tried in (knobs, DEFAULT))
    return log_loss_difference(Judged.of(parts.confirm), best, default, seed=problem.config.learning.seed)
