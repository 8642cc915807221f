"""Filling a model's card while it is trained; each function returns the card with more of it known."""

from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np

from leadscore.model.arrays import Floats
from leadscore.model.card import Card, Metrics
from leadscore.model.card.evaluation import BacktestResult, WithinAge
from leadscore.model.card.figures import EvaluatedLeads
from leadscore.model.card.learner import LearnerFacts
from leadscore.model.card.training_data import ModelQuestion
from leadscore.model.config import Config
from leadscore.model.data.quality import maturity, notes
from leadscore.model.data.tables.tables import fingerprint
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.baselines import age_rate, predictions
from leadscore.model.learning.baselines.point_rules import point_rules_probability
from leadscore.model.learning.drift import Drift
from leadscore.model.learning.evaluation import (
    by_age,
    by_month,
    by_slice,
    counts,
    evaluate,
    log_loss_difference,
    metrics_of,
    roc_auc_within,
    slicings,
    with_evaluation,
)
from leadscore.model.learning.learner.boosting import BoostingRun
from leadscore.model.learning.learner.effort import EFFORTS, MARGINS
from leadscore.model.learning.recipe import Recipe, TrainingData
from leadscore.model.learning.splitting import split_facts
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import iso

_BACKTEST_METRICS = ("roc_auc", "log_loss", "lift_at_10")


def model_question(config: Config) -> ModelQuestion:
    """What the model answers; the reference of the score scale is kept while this stays the same."""
    outcomes = config.outcomes
    converted = config.leads.positive if outcomes is None else outcomes.converted
    return ModelQuestion(config.learning.horizon_days, config.leads.target, converted)


def card_of_data(training_data: TrainingData, evaluation: BacktestFold, wording: Wording) -> Card:
    """What the model answers, what it was learned from, and what is to be known about that."""
    tables, config = training_data.tables, training_data.config
    facts = split_facts(evaluation.split, training_data.matured, tables.leads, config.learning)
    return Card(
        question=model_question(config),
        horizon_days=config.learning.horizon_days,
        trained_until=None if tables.data_until is None else iso(tables.data_until),
        seed=config.learning.seed,
        data=fingerprint(tables),
        training=counts(training_data.matured),
        immature_snapshots=training_data.immature,
        split=replace(facts, training=counts(evaluation.training)),
        leaks=tuple(suspect.finding() for suspect in training_data.suspects),
        maturity=maturity(tables, config),
        notes=tuple(notes(tables, config, wording)),
    )


def with_backtest(card: Card, training_data: TrainingData, past: Sequence[BacktestFold]) -> Card:
    """The card with how the twins did, the last one in every way."""
    tables, config, twin = training_data.tables, training_data.config, past[-1]
    seed, evaluation_set, held_out, probability = (
        config.learning.seed,
        twin.evaluation_set,
        twin.held_out,
        twin.probability,
    )
    predicted = {"model": probability} | _baselines(training_data, twin)
    results = tuple(_backtest_result(fold, seed) for fold in past)
    last = results[-1]
    return replace(
        with_evaluation(card, evaluation_set, predicted, seed=seed, costs=config.policy),
        evaluation=EvaluatedLeads(**vars(last.evaluation), mean_prediction=last.mean_prediction),
        within_age=last.within_age,
        by_age=by_age(held_out, evaluation_set, probability, seed=seed),
        by_month=by_month(held_out, tables.leads, evaluation_set, probability),
        slices=by_slice(slicings(tables, config), held_out, evaluation_set, probability),
        backtest=results,
    )


def _baselines(training_data: TrainingData, twin: BacktestFold) -> dict[str, Floats]:
    """What else says something about the same rows, the cheapest first."""
    config = training_data.config
    run = BoostingRun(config.learning.seed, config.learning.threads)
    learned = predictions(twin.recipe.rows, twin.recipe.spec, twin.matrix, run)
    cheap = {"base_rate": learned.pop("base_rate")}
    by_age_alone = age_rate(twin.training, twin.held_out)
    if by_age_alone is not None:
        cheap["age_rate"] = by_age_alone
    if config.point_rules:
        own = point_rules_probability(config.point_rules, training_data.tables, twin.training, twin.held_out, config)
        cheap["point_rules"] = own
    return cheap | learned


def _backtest_result(fold: BacktestFold, seed: int) -> BacktestResult:
    """The metrics of one backtest fold's twin on the leads that came after it."""
    evaluation_set, probability, rows = fold.evaluation_set, fold.probability, fold.recipe.rows
    base_rate = np.full(len(probability), np.average(rows.converted, weights=rows.weights))
    figures = evaluate(evaluation_set, probability, seed=seed, names=_BACKTEST_METRICS)
    return BacktestResult(
        test_from=fold.split.test_from,
        train_until=fold.split.train_until,
        training=counts(fold.training),
        evaluation=counts(fold.held_out),
        mean_prediction=float(np.average(probability, weights=evaluation_set.weights)),
        **{name: figure.estimate() for name, figure in figures.items()},
        log_loss_difference=log_loss_difference(evaluation_set, probability, base_rate, seed=seed).estimate(),
        within_age=within_age(fold, seed=seed),
        drift=None if fold.correction is None else fold.correction.result(),
    )


def within_age(fold: BacktestFold, *, seed: int) -> WithinAge | None:
    """ROC AUC among leads of one age, and log loss minus that of the usual rate at each age.

    Where leads are looked at again and again, a model ranks them by their age alone; columns that say nothing show
    an AUC of one half here, and no gain.

    Returns:
        None where age says nothing, because each lead was looked at once.
    """
    rate = age_rate(fold.training, fold.held_out)
    if rate is None:
        return None
    evaluation_set, probability = fold.evaluation_set, fold.probability
    return WithinAge(
        roc_auc_within(evaluation_set, probability, fold.held_out.age_days, seed=seed).estimate(),
        log_loss_difference(evaluation_set, probability, rate, seed=seed).estimate(),
    )


def random_claim(training_data: TrainingData, twin: BacktestFold, final: Recipe) -> Metrics | None:
    """The metrics that random folds would have claimed for the evaluated rows; None where the split is random.

    Each lead is predicted by models that never saw it, but that did see the leads that came after it.
    """
    if twin.split.kind == "random":
        return None
    probability = sigmoid(final.fitted.out_of_fold[twin.split.evaluation])
    return metrics_of(evaluate(twin.evaluation_set, probability, seed=training_data.config.learning.seed))


def learner_facts(recipe: Recipe, drift: Drift | None, wording: Wording) -> LearnerFacts:
    """How the model came about."""
    fitted, spec = recipe.fitted, recipe.spec
    return LearnerFacts(
        best_rounds={flavour: tuple(rounds) for flavour, rounds in fitted.best_rounds.items()},
        weights=dict(zip(MARGINS, fitted.line.weights, strict=True)),
        intercept=fitted.line.intercept,
        encoded=tuple(tuple(group) for group in fitted.encoded),
        folds=fitted.folds,
        flavours=tuple(fitted.flavours),
        few_data=wording.say("training.few_data", leads=EFFORTS[0].from_leads) if fitted.few_data else None,
        dropped=tuple(spec.signals[spec.signal_positions[position]].label for position in fitted.dropped),
        drift=None if drift is None else drift.result(),
        hyperparameters=asdict(recipe.hyperparameters),
    )
