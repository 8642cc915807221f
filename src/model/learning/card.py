"""Filling a model's card: every number that a report, a page or an analyst asks for."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from leadscore.model.arrays import Floats
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
    evaluation_summary,
    log_loss_difference,
    plain,
    roc_auc_within,
    slicings,
)
from leadscore.model.learning.learner.boosting import BoostingRun
from leadscore.model.learning.learner.effort import MARGINS
from leadscore.model.learning.recipe import Recipe
from leadscore.model.learning.splitting import split_facts
from leadscore.model.learning.training_data import TrainingData
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.language import wording_from
from leadscore.model.timestamps import iso


def within_age(backtest_fold: BacktestFold, *, seed: int) -> dict[str, Any] | None:
    """ROC AUC among leads of one age, and log loss minus that of the usual rate at each age, as plain values.

    Where leads are looked at again and again, a model ranks them by their age alone; columns that say nothing show
    an AUC of one half here, and no gain.

    Returns:
        None where age says nothing, because each lead was looked at once.
    """
    rate = age_rate(backtest_fold.training, backtest_fold.held_out)
    if rate is None:
        return None
    evaluation_set, probability = backtest_fold.evaluation_set, backtest_fold.probability
    return {
        "roc_auc": roc_auc_within(evaluation_set, probability, backtest_fold.held_out.age_days, seed=seed).plain(),
        "log_loss_difference": log_loss_difference(evaluation_set, probability, rate, seed=seed).plain(),
    }


_REPLAYED = ("roc_auc", "log_loss", "lift_at_10")


def question(config: Config) -> dict[str, Any]:
    """What the model answers; the reference of the score scale is kept while this stays the same."""
    outcomes = config.outcomes
    converted = config.leads.positive if outcomes is None else outcomes.converted
    return {
        "horizon_days": config.learning.horizon_days,
        "target": config.leads.target,
        "converted": list(converted) if isinstance(converted, tuple) else converted,
    }


def asked(training_data: TrainingData) -> dict[str, Any]:
    """What the model answers, as of when."""
    until = training_data.tables.data_until
    return {
        "question": question(training_data.config),
        "horizon_days": training_data.config.learning.horizon_days,
        "trained_until": None if until is None else iso(until),
        "seed": training_data.config.learning.seed,
    }


def data(training_data: TrainingData, evaluation: BacktestFold) -> dict[str, Any]:
    """What it was learned from, and what is to be known about that."""
    tables, config = training_data.tables, training_data.config
    facts = split_facts(evaluation.split, training_data.matured, tables.leads, config.learning)
    return {
        "data": fingerprint(tables),
        "training": counts(training_data.matured),
        "immature_snapshots": training_data.immature,
        "split": facts | {"training": counts(evaluation.training)},
        "leaks": [suspect.as_dict() for suspect in training_data.suspects],
        "maturity": maturity(tables, config),
        "notes": notes(tables, config, wording_from(config)),
    }


def evaluated(training_data: TrainingData, past: Sequence[BacktestFold]) -> dict[str, Any]:
    """How the twins did, the last one in every way."""
    tables, config, twin, seed = (
        training_data.tables,
        training_data.config,
        past[-1],
        training_data.config.learning.seed,
    )
    evaluation_set, held_out, probability = twin.evaluation_set, twin.held_out, twin.probability
    backtest_folds = [_backtest_fold(backtest_fold, seed) for backtest_fold in past]
    last = backtest_folds[-1]
    return {
        "evaluation": last["evaluation"] | {"mean_prediction": last["mean_prediction"]},
        **evaluation_summary(
            evaluation_set, {"model": probability} | _baselines(training_data, twin), seed=seed, costs=config.policy
        ),
        "within_age": last["within_age"],
        "by_age": by_age(held_out, evaluation_set, probability, seed=seed),
        "by_month": by_month(held_out, tables.leads, evaluation_set, probability),
        "slices": by_slice(slicings(tables, config), held_out, evaluation_set, probability),
        "replays": backtest_folds,
    }


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


def random_claim(training_data: TrainingData, twin: BacktestFold, final: Recipe) -> dict[str, Any] | None:
    """The evaluated rows again, as random folds over everything would have judged them; None where a split is random.

    Each lead is predicted by models that never saw it, but that did see the leads that came after it.
    """
    if twin.split.kind == "random":
        return None
    probability = sigmoid(final.fitted.out_of_fold[twin.split.evaluation])
    return plain(evaluate(twin.evaluation_set, probability, seed=training_data.config.learning.seed))


def learner(recipe: Recipe, drift: Drift | None) -> dict[str, Any]:
    """How the model came about."""
    fitted, spec = recipe.fitted, recipe.spec
    return {
        "best_rounds": {flavour: list(rounds) for flavour, rounds in fitted.best_rounds.items()},
        "weights": dict(zip(MARGINS, fitted.line.weights, strict=True)),
        "intercept": fitted.line.intercept,
        "encoded": [list(group) for group in fitted.encoded],
        "folds": fitted.folds,
        "flavours": list(fitted.flavours),
        "few_data": fitted.few_data,
        "dropped": [spec.signals[spec.signal_positions[position]].label for position in fitted.dropped],
        "drift": None if drift is None else drift.as_dict(),
        "knobs": recipe.hyperparameters.as_dict(),
    }


def _backtest_fold(backtest_fold: BacktestFold, seed: int) -> dict[str, Any]:
    """How a cut-off's twin did on the leads that came after it."""
    evaluation_set, probability = backtest_fold.evaluation_set, backtest_fold.probability
    rows = backtest_fold.recipe.rows
    base_rate = np.full(len(probability), np.average(rows.converted, weights=rows.weights))
    return {
        "test_from": backtest_fold.split.test_from,
        "train_until": backtest_fold.split.train_until,
        "training": counts(backtest_fold.training),
        "evaluation": counts(backtest_fold.held_out),
        "mean_prediction": float(np.average(probability, weights=evaluation_set.weights)),
        **plain(evaluate(evaluation_set, probability, seed=seed, names=_REPLAYED)),
        "log_loss_difference": log_loss_difference(evaluation_set, probability, base_rate, seed=seed).plain(),
        "within_age": within_age(backtest_fold, seed=seed),
        "drift": None if backtest_fold.correction is None else backtest_fold.correction.as_dict(),
    }
