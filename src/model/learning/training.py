"""Training: from valid tables to a bundle, with twins that are evaluated on leads they did not learn from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.card import Card, filled, plain
from leadscore.model.config import Config
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError, nearest
from leadscore.model.learning.backtest import BacktestFold, backtest
from leadscore.model.learning.card import card_of_data, learner_facts, model_question, random_claim, with_backtest
from leadscore.model.learning.learner.estimator import Progress, named
from leadscore.model.learning.learner.hyperparameters import DEFAULT
from leadscore.model.learning.promotion import verdict
from leadscore.model.learning.promotion.champion_tables import ChampionTables
from leadscore.model.learning.promotion.comparison import Candidate, compare
from leadscore.model.learning.recipe import TrainingData, fit_recipe, prepare_training_data
from leadscore.model.learning.reference_rates import coverage, drivers
from leadscore.model.learning.reference_rates.past_leads import with_past_leads
from leadscore.model.learning.search import Found, SearchProblem, recipe_fit
from leadscore.model.learning.shipped import Learned, learned_of
from leadscore.model.learning.signal_checks import signal_checks
from leadscore.model.learning.thresholds import PolicyBasis, gate_results, keeping, require_inflow, with_policy
from leadscore.model.scoring.advice.erased import read_erased
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.language import Wording, check_texts, message, wording_from

Search = Callable[[SearchProblem], Found]
"""Searches better hyperparameters of the learner."""


@dataclass(frozen=True)
class TrainingContext:
    """What a new model takes over from outside the data.

    Attributes:
        reference: Log-odds that score 50, kept from the first champion; None takes this data's conversion rate.
        champion: The model that scores leads now, to be compared with; None where there is none.
        champion_tables: The tables with the columns that it alone reads; None where there are none.
        search: Searches better hyperparameters first; None takes the default ones.
        reset_thresholds: Whether grades get new thresholds, though the champion's could be kept.
    """

    reference: float | None = None
    champion: Candidate | None = None
    champion_tables: ChampionTables | None = None
    search: Search | None = None
    reset_thresholds: bool = False

    @classmethod
    def after(cls, champion: Candidate | None, config: Config) -> "TrainingContext":
        """What a new model takes from the champion: the model to compare with, and the odds that score 50.

        A champion with another horizon or target means other odds, so its reference is not used.
        """
        if champion is None:
            return ALONE
        same = champion.card.question == model_question(config)
        return cls(champion.shipped.reference if same else None, champion)


ALONE = TrainingContext()
"""The first model there is."""


@dataclass(frozen=True)
class Training:
    """What a training yields.

    Attributes:
        bundle: The model, not yet written.
        twin: The same recipe learned before the evaluation slice, on which it was evaluated.
        explained: Some rows of the training matrix and their contributions in log-odds, for plots.
    """

    bundle: Bundle
    twin: Bundle
    explained: tuple[Floats, Floats]


def train(
    tables: Tables, config: Config, *, training_context: TrainingContext = ALONE, progress: Progress = lambda _: None
) -> Training:
    """Learn a model, evaluate twins of it on later leads, and refit the same recipe on all matured leads.

    Columns that certainly know the outcome are left out first. Then a twin is trained for each backtest fold, on
    what was known when it starts, and evaluated on the leads that came after; the last fold is the evaluation.
    Where it shows significant drift, the intercept of the model that ships is shifted.

    Args:
        tables: Valid tables.
        config: What to learn and how.
        training_context: What the model takes over from outside the data.
        progress: Called with the name of each step when it is done.

    Raises:
        NotEnoughDataError: Fewer than forty leads of either class, or a side of the split without both.
        DataError: No column or event varies, so there is nothing to learn from.
        ConfigError, SourceError: As for ``refuse_early``.
    """
    refuse_early(tables, config)
    wording = wording_from(config)
    training_data = prepare_training_data(tables, config)
    progress(message("training.leaks"))
    found = _searched(training_data, training_context.search)
    hyperparameters = DEFAULT if found is None else found.hyperparameters
    past = list(
        backtest(
            tables,
            training_data.config,
            training_data.matured,
            training_data.splits,
            hyperparameters=hyperparameters,
            progress=progress,
        )
    )
    final = fit_recipe(
        tables,
        training_data.config,
        training_data.matured,
        hyperparameters=hyperparameters,
        progress=named(progress, message("training.model")),
    )
    learned = learned_of(final, past[-1], training_data)
    card = _card(training_data, past, learned, found, wording)
    progress(message("training.evaluation"))
    typical = filled(card.training).typical
    reference = _log_odds(typical) if training_context.reference is None else training_context.reference
    calibration = plain(filled(card.learner))
    bundle = Bundle(learned.spec, learned.model, reference, calibration, card, evidence=learned.reference_rates)
    kept = keeping(training_context.champion, training_data.config, wording, reset=training_context.reset_thresholds)
    graded = with_policy(bundle, PolicyBasis(training_data, past[-1], learned.explained, kept, wording))
    twin = _twin(past[-1], card, reference, wording)
    concluded = _concluded(with_past_leads(graded, training_data), twin, training_data, training_context, wording)
    return Training(concluded, twin, (learned.explained.matrix, learned.explained.contributions))


def refuse_early(tables: Tables, config: Config) -> None:
    """What cannot be used is refused before hours of training, not after them.

    Raises:
        ConfigError: A gate would end every lead or names no column, all new leads of a week fit into the capacity, a
            kind of event is described that never happens, or a sentence of the configuration or of its language lacks
            a placeholder.
        SourceError: The list of erased leads cannot be read.
    """
    check_texts(config)
    wording = wording_from(config)
    _refuse_unknown_events(tables, config)
    _refuse_unknown_levels(tables, config)
    require_inflow(tables, config)
    gate_results(tables, config, wording)
    if config.similar.index:
        read_erased(config.erased)


def _refuse_unknown_events(tables: Tables, config: Config) -> None:
    """A misspelt kind of event would lose its tags without a word."""
    known = tables.events.type.levels
    for name in config.event_types:
        if name not in known:
            remedy = nearest(name, known, otherwise=f"remove `[event_types.{name}]`")
            raise ConfigError(f"No event is of the kind `{name}`", where=f"[event_types.{name}]", remedy=remedy)


def _refuse_unknown_levels(tables: Tables, config: Config) -> None:
    """A misspelt value in an order would count every lead that has it as one of which nothing is known."""
    for name, column in config.feature_columns.items():
        known = {*tables.leads.columns[name]} - {None} if column.order else {*column.order}
        for level in column.order:
            if level not in known:
                remedy = nearest(level, known, otherwise=f"remove it from `columns.{name}.order`")
                raise ConfigError(f"No lead has the value `{level}`", where=f"columns.{name}.order", remedy=remedy)


def _searched(training_data: TrainingData, search: Search | None) -> Found | None:
    """Better hyperparameters, by the snapshots that the evaluated twin may learn from, and no others."""
    if search is None:
        return None
    labelled = training_data.matured.take(training_data.splits[-1].training)
    return search(
        SearchProblem(
            training_data.tables, training_data.config, labelled, recipe_fit(training_data.tables, training_data.config)
        )
    )


def _card(
    training_data: TrainingData, past: Sequence[BacktestFold], learned: Learned, found: Found | None, wording: Wording
) -> Card:
    """The card without gates, grades, comparison and verdict."""
    recipe = learned.recipe
    learner = learner_facts(recipe, learned.drift, wording)
    return replace(
        with_backtest(card_of_data(training_data, past[-1], wording), training_data, past),
        random_claim=random_claim(training_data, past[-1], recipe),
        learner=replace(learner, search=None if found is None else found.result()),
        features=len(recipe.spec.features),
        drivers=drivers(learned.spec, learned.reference_rates, learned.explained),
        interval=coverage(past[-1]),
        checks=signal_checks(recipe, past[-1], training_data.config),
    )


def _twin(evaluation: BacktestFold, card: Card, reference: float, wording: Wording) -> Bundle:
    """The evaluated model, with as much of a card as says what it is."""
    known = Card(
        question=card.question,
        horizon_days=card.horizon_days,
        split=card.split,
        evaluation=card.evaluation,
        metrics=card.metrics,
    )
    calibration = plain(learner_facts(evaluation.recipe, evaluation.correction, wording))
    return Bundle(evaluation.recipe.spec, evaluation.model, reference, calibration, known)


def _concluded(
    bundle: Bundle, twin: Bundle, training_data: TrainingData, training_context: TrainingContext, wording: Wording
) -> Bundle:
    """The bundle with the comparison and the verdict in its card."""
    if training_context.champion is None:
        compared = None
    else:
        policy, seed = training_data.config.policy, training_data.config.learning.seed
        challenger = Candidate("", bundle, twin)
        compared = compare(
            challenger,
            training_context.champion,
            training_data.matured,
            training_data.tables,
            margin=policy.margin,
            seed=seed,
            wording=wording,
            champion_tables=training_context.champion_tables,
        )
    card = replace(bundle.card, champion=compared)
    return replace(bundle, card=replace(card, verdict=verdict(card, wording)))


def _log_odds(rate: float) -> float:
    return float(np.log(rate / (1 - rate)))
