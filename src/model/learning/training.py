"""Training: from valid tables to a bundle, with a twin that is judged on leads nothing was learned from."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.errors import DataError
from leadscore.model.features.learning import learn_spec
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.learning import card
from leadscore.model.learning.boosting import Rows, Run
from leadscore.model.learning.estimator import Fitted, Progress, fit
from leadscore.model.learning.evaluation import Judged, evaluate, log_loss_difference
from leadscore.model.learning.logistic import fit_logistic
from leadscore.model.learning.splitting import Split, lead_folds, require_both_classes, split
from leadscore.model.moments import iso
from leadscore.model.scoring.additive import sigmoid
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.tables.fingerprint import fingerprint
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import LabelledSnapshots, label_snapshots

Floats = NDArray[np.float64]

N_FOLDS = 5
_AGE_BANDS_DAYS = (0, 1, 7, 30, 90)
_SHOWN_BY_AGE = ("roc_auc", "log_loss", "lift_at_10")
_EXPLAINED_ROWS = 5_000


@dataclass(frozen=True)
class Recipe:
    """A model with the features it reads and the matrix it was fitted on."""

    spec: FeatureSpec
    fitted: Fitted
    rows: Rows


@dataclass(frozen=True)
class Training:
    """What a training yields.

    Attributes:
        bundle: The model, not yet written.
        explained: Some rows of the training matrix and their contributions in log-odds, for plots.
    """

    bundle: Bundle
    explained: tuple[Floats, Floats]


def train(
    tables: Tables, config: Config, *, reference: float | None = None, progress: Progress = lambda _: None
) -> Training:
    """Learn a model, judge its twin on the evaluation slice, and refit the same recipe on all matured leads.

    Args:
        tables: Valid tables.
        config: What to learn and how.
        reference: Log-odds that score 50, kept from the first champion; None takes this data's conversion rate.
        progress: Told what has been finished.

    Raises:
        NotEnoughDataError: Fewer than forty leads of either class, or a side of the split without both.
        DataError: No column or event varies, so there is nothing to learn from.
    """
    everything = label_snapshots(tables, config.learning)
    matured = everything.take(everything.matured)
    require_both_classes(matured)
    parts = split(matured, tables.leads, config.learning)
    progress("snapshots")
    twin = fit_recipe(tables, config, matured.take(parts.training), progress=_named(progress, "evaluation twin"))
    judgement = judge(twin, tables, matured.take(parts.evaluation), seed=config.learning.seed)
    progress("evaluation")
    final = fit_recipe(tables, config, matured, progress=_named(progress, "model"))
    typical = card.typical(matured)
    sample = final.rows.matrix[:: _every(matured)]
    explained = (sample, final.fitted.model.contributions(sample)[0])
    numbers = {
        "question": card.question(config),
        "horizon_days": config.learning.horizon_days,
        "trained_until": None if tables.data_until is None else iso(tables.data_until),
        "data": fingerprint(tables),
        "training": card.counts(matured),
        "immature_snapshots": len(everything) - len(matured),
        "split": _split_facts(parts, matured),
        "learner": card.learner(final.fitted),
        "drivers": card.drivers(final.spec, explained[1], final.rows.weights[:: _every(matured)]),
        "features": len(final.spec.features),
        "seed": config.learning.seed,
        **judgement,
    }
    start = float(np.log(typical / (1 - typical))) if reference is None else reference
    return Training(Bundle(final.spec, final.fitted.model, start, numbers["learner"], numbers), explained)


def fit_recipe(tables: Tables, config: Config, labelled: LabelledSnapshots, *, progress: Progress) -> Recipe:
    """Learn features and model from some labelled snapshots and nothing else.

    Raises:
        DataError: Nothing varies over the snapshots.
    """
    spec = learn_spec(tables.leads, tables.events, labelled.snapshots, config.feature_columns)
    if not spec.features:
        raise DataError(
            "No column and no event varies over the training leads",
            where="[columns]",
            remedy="give more columns a role, or remove `ignore` where it is not needed",
        )
    matrix = feature_matrix(spec, tables.leads, tables.events, labelled.snapshots)
    progress("features")
    rows = Rows(matrix, labelled.converted, labelled.weights, tuple(spec.categorical), labelled.snapshots.lead)
    folds = lead_folds(labelled, n_folds=N_FOLDS, seed=config.learning.seed)
    run = Run(config.learning.seed, config.learning.threads)
    return Recipe(spec, fit(rows, folds, spec, run, progress=progress), rows)


def judge(recipe: Recipe, tables: Tables, held_out: LabelledSnapshots, *, seed: int) -> dict[str, Any]:
    """The recipe's figures on leads it never saw, beside the base rate and a logistic regression."""
    matrix = feature_matrix(recipe.spec, tables.leads, tables.events, held_out.snapshots)
    judged = Judged(held_out.converted, held_out.weights, held_out.snapshots.lead)
    predictions = {
        "model": sigmoid(recipe.fitted.model.log_odds(matrix)),
        "base_rate": np.full(len(judged.converted), np.average(recipe.rows.converted, weights=recipe.rows.weights)),
        "logistic": _logistic(recipe, matrix),
    }
    model = predictions["model"]
    differences = {
        rival: card.interval(log_loss_difference(judged, model, predictions[rival], seed=seed))
        for rival in ("base_rate", "logistic")
    }
    return {
        "evaluation": card.counts(held_out) | {"mean_prediction": float(np.average(model, weights=judged.weights))},
        "metrics": {name: card.intervals(evaluate(judged, p, seed=seed)) for name, p in predictions.items()},
        "log_loss_difference": differences,
        "calibration_curve": card.calibration_curve(judged, model),
        "by_age": _by_age(held_out, judged, model, seed=seed),
    }


def _logistic(recipe: Recipe, matrix: Floats) -> Floats:
    rows, levels = recipe.rows, recipe.spec.code_counts
    return sigmoid(fit_logistic(rows.matrix, rows.converted, rows.weights, levels=levels).margin(matrix))


def _by_age(held_out: LabelledSnapshots, judged: Judged, probability: Floats, *, seed: int) -> list[dict[str, Any]]:
    """Figures by the lead's age, from ``from_days`` to below ``until_days``, where a band has both outcomes."""
    bands = []
    edges = (*_AGE_BANDS_DAYS, np.inf)
    for low, high in pairwise(edges):
        rows = (held_out.age_days >= low) & (held_out.age_days < high)
        if 0 < judged.converted[rows].sum() < rows.sum():
            figures = evaluate(judged.take(rows), probability[rows], seed=seed, names=_SHOWN_BY_AGE)
            until_days = None if np.isinf(high) else high
            bands.append(
                {
                    "from_days": low,
                    "until_days": until_days,
                    **card.counts(held_out.take(rows)),
                    **card.intervals(figures),
                }
            )
    return bands


def _every(matured: LabelledSnapshots) -> int:
    """Every how many rows one is explained, so that a few thousand are."""
    return max(1, len(matured) // _EXPLAINED_ROWS)


def _split_facts(parts: Split, matured: LabelledSnapshots) -> dict[str, Any]:
    return {
        "kind": parts.kind,
        "optimistic": parts.optimistic,
        "train_until": parts.train_until,
        "test_from": parts.test_from,
        "training": card.counts(matured.take(parts.training)),
    }


def _named(progress: Progress, name: str) -> Progress:
    return lambda step: progress(f"{name}: {step}")
