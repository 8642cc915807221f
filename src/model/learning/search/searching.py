"""Searching for hyperparameters that suit some data better than the default ones, and proving that they do."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from leadscore.model.arrays import Floats
from leadscore.model.card.learner import SearchResult, SearchValidation
from leadscore.model.config import Config
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.learning.evaluation import EvaluationSet, Interval, counts, log_loss_difference
from leadscore.model.learning.evaluation.evaluating import figures
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Hyperparameters
from leadscore.model.learning.recipe import fit_recipe
from leadscore.model.learning.search.problem import Fit, Parts, Predict, SearchProblem, split_for_search
from leadscore.model.learning.search.trials import Trial, TrialLog
from leadscore.model.scoring.contributions.additive import sigmoid


def recipe_fit(tables: Tables, config: Config) -> Fit:
    """Fit the recipe of every model with other hyperparameters; features are learned anew from the snapshots."""

    def fit(labelled: LabelledSnapshots, hyperparameters: Hyperparameters) -> Predict:
        recipe = fit_recipe(tables, config, labelled, hyperparameters=hyperparameters)

        def predict(held_out: LabelledSnapshots) -> Floats:
            matrix = feature_matrix(recipe.spec, tables.leads, tables.events, held_out.snapshots)
            return sigmoid(recipe.fitted.model.log_odds(matrix))

        return predict

    return fit


@dataclass(frozen=True)
class TrialsSoFar:
    """The state of a search after a trial; log losses on the leads that validate.

    Attributes:
        trials: How many are finished.
        latest, best, default: The log loss of the trial just done, of the best one, and of the default.
    """

    trials: int
    latest: float
    best: float
    default: float


@dataclass(frozen=True)
class Found:
    """The result of a search.

    Attributes:
        trials: How many were done, the default among them.
        best: The trial with the least log loss on the leads that validate.
        default: The trial of the default hyperparameters.
        difference: Log loss of the best trial minus that of the default on leads that neither learned from, with its
            interval; None where the default itself is the best.
        parts: What was learned from, validated and confirmed on.
    """

    trials: int
    best: Trial
    default: Trial
    difference: Interval | None
    parts: Parts

    @property
    def won(self) -> bool:
        """Whether the best hyperparameters replace the default ones."""
        return self.difference is not None and self.difference.high < 0

    @property
    def hyperparameters(self) -> Hyperparameters:
        """What to learn with: the best ones if they won, else the default."""
        return self.best.hyperparameters if self.won else self.default.hyperparameters

    def result(self) -> SearchResult:
        """The same for the card."""
        validation = SearchValidation(
            kind=self.parts.kind,
            without_gap=self.parts.without_gap,
            best_log_loss=self.best.log_loss,
            default_log_loss=self.default.log_loss,
            learn=counts(self.parts.learn),
            validate=counts(self.parts.validate),
            confirm=counts(self.parts.confirm),
        )
        return SearchResult(
            trials=self.trials,
            best_hyperparameters=asdict(self.best.hyperparameters),
            difference=None if self.difference is None else self.difference.estimate(),
            replaced=self.won,
            validation=validation,
        )


def search(
    problem: SearchProblem,
    *,
    storage: Path,
    stop: Callable[[int], bool],
    progress: Callable[[TrialsSoFar], None] = lambda _: None,
) -> Found:
    """Try hyperparameters until ``stop``; the best replace the default only if they are significantly better.

    Trials learn from the oldest three fifths of the leads and are ranked by log loss on the next fifth. The best
    one and the default then learn from both and are compared on the latest fifth, which no trial has used: the best
    wins if the upper 95 % bound of its log loss minus the default's, resampled by lead, lies below zero.

    Args:
        problem: What is learned, and how.
        storage: The file that keeps finished trials; a search of the same data and question goes on where it ended.
        stop: Called after each trial with the number of finished ones; once it is true, two more fits follow.
        progress: Called after each trial with the state of the search.

    Raises:
        NotEnoughDataError: A fifth of the leads holds fewer than forty of either class.
        SourceError, DataError: The file cannot be written, or holds something else.
    """
    learning = problem.config.learning
    parts = split_for_search(problem.labelled, problem.tables.leads, learning)
    log = TrialLog(storage, name=problem.name, seed=learning.seed)

    def measure(hyperparameters: Hyperparameters) -> float:
        return _log_loss(parts.validate, problem.fit(parts.learn, hyperparameters)(parts.validate))

    finished = log.finished
    while not finished or not stop(len(finished)):
        log.run(measure)
        finished = log.finished
        progress(TrialsSoFar(len(finished), finished[-1].log_loss, _best(finished).log_loss, finished[0].log_loss))
    best, default = _best(finished), finished[0]
    difference = None if best == default else _confirm(problem, parts, best.hyperparameters)
    return Found(len(finished), best, default, difference, parts)


def _best(finished: list[Trial]) -> Trial:
    return min(finished, key=lambda trial: trial.log_loss)


def _log_loss(labelled: LabelledSnapshots, probability: Floats) -> float:
    return figures(EvaluationSet.of(labelled), probability, names=("log_loss",))["log_loss"]


def _confirm(problem: SearchProblem, parts: Parts, hyperparameters: Hyperparameters) -> Interval:
    best, default = (problem.fit(parts.refit, tried)(parts.confirm) for tried in (hyperparameters, DEFAULT))
    return log_loss_difference(EvaluationSet.of(parts.confirm), best, default, seed=problem.config.learning.seed)
