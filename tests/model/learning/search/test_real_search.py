"""The learner itself, searched; and a process that is killed in the middle of it."""

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fake_search import FakeFit, config, data, problem

from leadscore.model.learning.learner.hyperparameters import DEFAULT
from leadscore.model.learning.search import SearchProblem, TrialsSoFar, recipe_fit, search

_KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from fake_search import problem
from leadscore.model.learning.search import search

made, fit = problem()

def kill(so_far):
    if so_far.trials == 4:
        os.kill(os.getpid(), signal.SIGKILL)

search(made, storage=Path(sys.argv[2]), stop=lambda finished: finished >= 6, progress=kill)
"""


def test_a_killed_process_loses_no_finished_trial(tmp_path: Path) -> None:
    storage = tmp_path / "trials.log"
    command = [sys.executable, "-c", _KILLED, str(Path(__file__).parent), str(storage)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL  # noqa: S603
    made, fit = problem()
    found = search(made, storage=storage, stop=lambda finished: finished >= 6)
    assert found.trials == 6
    assert len(fit.asked) == 2 + 2


@pytest.mark.slow
def test_the_learner_is_searched(tmp_path: Path) -> None:
    tables, labelled = data(900)
    told: list[TrialsSoFar] = []
    settings = config()
    made = SearchProblem(tables, settings, labelled, recipe_fit(tables, settings))
    found = search(made, storage=tmp_path / "trials.log", stop=lambda n: n >= 3, progress=told.append)
    assert found.trials == len(told) == 3
    # the truth is one straight line: whatever the knobs, the learner comes near what knowing it would give
    knowing = replace(made, fit=FakeFit(tables.leads.columns["budget"], lambda _: 1.0))
    best_possible = search(knowing, storage=tmp_path / "knowing.log", stop=lambda _: True).default.log_loss
    assert best_possible - 0.01 < found.default.log_loss < best_possible + 0.06
    assert found.hyperparameters in (DEFAULT, found.best.hyperparameters)
