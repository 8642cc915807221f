"""The model's card: every number that a report, a page or an analyst asks for, as plain values."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.learning.boosting import Run
from leadscore.model.learning.cut_offs import CutOff
from leadscore.model.learning.drift import Drift
from leadscore.model.learning.effort import MARGINS
from leadscore.model.learning.ground import Ground
from leadscore.model.learning.judging import (
    by_age,
    by_month,
    by_slice,
    counts,
    evaluate,
    judgement,
    log_loss_difference,
    plain,
    slicings,
)
from leadscore.model.learning.point_rules import point_rules_probability
from leadscore.model.learning.recipe import Recipe
from leadscore.model.learning.rivals import age_rate, predictions
from leadscore.model.learning.splitting import split_facts
from leadscore.model.learning.within_age import within_age
from leadscore.model.moments import iso
from leadscore.model.scoring.additive import sigmoid
from leadscore.model.tables.findings import maturity, notes
from leadscore.model.tables.fingerprint import fingerprint

Floats = NDArray[np.float64]

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


def asked(ground: Ground) -> dict[str, Any]:
    """What the model answers, as of when."""
    until = ground.tables.data_until
    return {
        "question": question(ground.config),
        "horizon_days": ground.config.learning.horizon_days,
        "trained_until": None if until is None else iso(until),
        "seed": ground.config.learning.seed,
    }


def data(ground: Ground, evaluation: CutOff) -> dict[str, Any]:
    """What it was learned from, and what is to be known about that."""
    tables, config = ground.tables, ground.config
    facts = split_facts(evaluation.split, ground.matured, tables.leads, config.learning)
    return {
        "data": fingerprint(tables),
        "training": counts(ground.matured),
        "immature_snapshots": ground.immature,
        "split": facts | {"training": counts(evaluation.training)},
        "leaks": [suspect.as_dict() for suspect in ground.suspects],
        "maturity": maturity(tables, config),
        "notes": notes(tables, config),
    }


def judged(ground: Ground, past: Sequence[CutOff]) -> dict[str, Any]:
    """How the twins did, the last one in every way."""
    tables, config, twin, seed = ground.tables, ground.config, past[-1], ground.config.learning.seed
    judged, held_out, probability = twin.judged, twin.held_out, twin.probability
    replays = [_replay(cut_off, seed) for cut_off in past]
    last = replays[-1]
    return {
        "evaluation": last["evaluation"] | {"mean_prediction": last["mean_prediction"]},
        **judgement(judged, {"model": probability} | _rivals(ground, twin), seed=seed, costs=config.policy),
        "within_age": last["within_age"],
        "by_age": by_age(held_out, judged, probability, seed=seed),
        "by_month": by_month(held_out, tables.leads, judged, probability),
        "slices": by_slice(slicings(tables, config), held_out, judged, probability),
        "replays": replays,
    }


def _rivals(ground: Ground, twin: CutOff) -> dict[str, Floats]:
    """What else says something about the same rows, the cheapest first."""
    config = ground.config
    run = Run(config.learning.seed, config.learning.threads)
    learned = predictions(twin.recipe.rows, twin.recipe.spec, twin.matrix, run)
    cheap = {"base_rate": learned.pop("base_rate")}
    by_age_alone = age_rate(twin.training, twin.held_out)
    if by_age_alone is not None:
        cheap["age_rate"] = by_age_alone
    if config.point_rules:
        own = point_rules_probability(config.point_rules, ground.tables, twin.training, twin.held_out, config)
        cheap["point_rules"] = own
    return cheap | learned


def random_claim(ground: Ground, twin: CutOff, final: Recipe) -> dict[str, Any] | None:
    """The evaluated rows again, as random folds over everything would have judged them; None where a split is random.

    Each lead is predicted by models that never saw it, but that did see the leads that came after it.
    """
    if twin.split.kind == "random":
        return None
    probability = sigmoid(final.fitted.out_of_fold[twin.split.evaluation])
    return plain(evaluate(twin.judged, probability, seed=ground.config.learning.seed))


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
        "knobs": recipe.knobs.as_dict(),
    }


def _replay(cut_off: CutOff, seed: int) -> dict[str, Any]:
    """How a cut-off's twin did on the leads that came after it."""
    judged, probability = cut_off.judged, cut_off.probability
    rows = cut_off.recipe.rows
    base_rate = np.full(len(probability), np.average(rows.converted, weights=rows.weights))
    return {
        "test_from": cut_off.split.test_from,
        "train_until": cut_off.split.train_until,
        "training": counts(cut_off.training),
        "evaluation": counts(cut_off.held_out),
        "mean_prediction": float(np.average(probability, weights=judged.weights)),
        **plain(evaluate(judged, probability, seed=seed, names=_REPLAYED)),
        "log_loss_difference": log_loss_difference(judged, probability, base_rate, seed=seed).plain(),
        "within_age": within_age(cut_off, seed=seed),
        "drift": None if cut_off.correction is None else cut_off.correction.as_dict(),
    }
