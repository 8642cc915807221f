"""The trials of a search, kept in a file by optuna: what was finished is never done again."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock, JournalStorage
from optuna.trial import TrialState

from leadscore.model.errors import DataError, SourceError
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Hyperparameters
from leadscore.model.learning.search.problem import SPACE, Range, Switch

_FIRST_BYTES = b'{"op_code"'


@dataclass(frozen=True)
class Trial:
    """Hyperparameters, and the log loss of a model fitted with them on the leads that validate, in nats."""

    hyperparameters: Hyperparameters
    log_loss: float


class TrialLog:
    """The finished trials in a file, and the next ones.

    What is tried next follows from the seed and the finished trials alone, so a search that was killed and resumed
    tries what it would have tried anyway. The first trial is the default.
    """

    def __init__(self, storage: Path, *, name: str, seed: int) -> None:
        """Open or begin a log.

        Args:
            storage: The file; it may hold the trials of other searches too.
            name: Of the search; what runs under another name is not looked at.
            seed: Of what is tried.

        Raises:
            SourceError: The file cannot be read or written.
            DataError: The file does not hold trials.
        """
        self._seed = seed
        with _quiet():
            self._study = _open(storage, name)
            for trial in self._study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
                self._study.tell(trial.number, state=TrialState.FAIL)  # a search was killed in the middle of it

    @property
    def finished(self) -> list[Trial]:
        """Trials in the order they were done."""
        done = self._study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        return [Trial(Hyperparameters(**trial.params), float(trial.values[0])) for trial in done]

    def run(self, measure: Callable[[Hyperparameters], float]) -> Trial:
        """Do the next trial: suggest hyperparameters, measure their log loss, and write it down."""
        n_finished = len(self.finished)
        with _quiet():
            if n_finished == 0:
                done = Trial(DEFAULT, measure(DEFAULT))
                start = {name: getattr(DEFAULT, name) for name in SPACE}
                first = optuna.trial.create_trial(params=start, distributions=_distributions(), value=done.log_loss)
                self._study.add_trial(first)
                return done
            self._study.sampler = optuna.samplers.TPESampler(seed=_seed_of(self._seed, n_finished))
            suggested = self._study.ask(_distributions())
            done = Trial(Hyperparameters(**suggested.params), measure(Hyperparameters(**suggested.params)))
            self._study.tell(suggested, done.log_loss)
            return done


def _open(storage: Path, name: str) -> optuna.Study:
    try:
        storage.parent.mkdir(parents=True, exist_ok=True)
        _drop_torn_line(storage)
        journal = JournalStorage(JournalFileBackend(str(storage), JournalFileOpenLock(str(storage))))
        return optuna.create_study(storage=journal, study_name=name, direction="minimize", load_if_exists=True)
    except OSError as error:
        raise SourceError(
            "The trials of a search cannot be kept", where=str(storage), remedy="let that file be written"
        ) from error
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            "The file does not hold the trials of a search", where=str(storage), remedy="remove it to search anew"
        ) from error


def _drop_torn_line(storage: Path) -> None:
    """Drop the half-written last line of a search that was killed: the next one would be written behind it."""
    content = storage.read_bytes() if storage.exists() else b""
    whole = content.rfind(b"\n") + 1
    if content.startswith(_FIRST_BYTES) and whole < len(content):
        storage.write_bytes(content[:whole])


def _seed_of(seed: int, n_finished: int) -> int:
    return int(np.random.SeedSequence([seed, n_finished]).generate_state(1)[0])


def _distributions() -> dict[str, BaseDistribution]:
    return {name: _distribution(extent) for name, extent in SPACE.items()}


def _distribution(extent: Range | Switch) -> BaseDistribution:
    match extent:
        case Range(low, high, logarithmic, whole=True):
            return IntDistribution(int(low), int(high), log=logarithmic)
        case Range(low, high, logarithmic):
            return FloatDistribution(low, high, log=logarithmic)
        case Switch():
            return CategoricalDistribution((False, True))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without optuna's messages; ``progress`` reports each trial."""
    verbosity = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            yield
    finally:
        optuna.logging.set_verbosity(verbosity)
