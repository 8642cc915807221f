"""A real bundle of a few trees, made in milliseconds."""

from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.scoring.additive import AdditiveModel
from leadscore.model.scoring.bundle import Bundle, load_bundle, write_bundle
from leadscore.model.scoring.linear import LinearPart

LEVELS = ("Finance", "Health", "Software")
CARD: dict[str, Any] = {
    "model": "leadscore",
    "trained_until": "2026-01-31T00:00:00Z",
    "horizon_days": 30,
    "metrics": {"roc_auc": {"value": 0.8}},
}


def tiny_spec(*, dated: bool = True) -> FeatureSpec:
    """Budget, industry, e-mail and a renewal date; with events of one type in a model with dates."""
    columns = (
        InputColumn("budget", "numeric"),
        InputColumn("industry", "category", levels=LEVELS),
        InputColumn("e mail", "email"),
        InputColumn("renewal", "date"),
    )
    signals = [Signal("budget", "Budget", "fit"), Signal("industry", "Industry", "fit")]
    features = [
        Feature("budget", "budget", "numeric", "budget"),
        Feature("industry", "industry", "category", "industry", levels=LEVELS),
    ]
    if not dated:
        return FeatureSpec(columns[:2], tuple(signals), tuple(features), dated=False)
    signals += [
        Signal("email", "E-mail", "fit"),
        Signal("renewal", "Renewal", "context"),
        Signal("demo", "Demos", "interest"),
    ]
    features += [
        Feature("email", "email", "email_kind", "e mail", levels=("company", "disposable", "free")),
        Feature("renewal", "renewal", "days_since", "renewal"),
        Feature("demo_30", "demo", "count", "demo", window_days=30),
        Feature("page", "demo", "last", "page", levels=("/demo", "/pricing")),
    ]
    return FeatureSpec(columns, tuple(signals), tuple(features), True, True, ("demo",), ("page",))


def write_tiny_bundle(folder: Path, *, dated: bool = True, seed: int = 0) -> Bundle:
    """Write the bundle, and return it as it is read back."""
    spec = tiny_spec(dated=dated)
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([_values(feature, rng) for feature in spec.features])
    chance = 1 / (1 + np.exp(-(np.nan_to_num(matrix[:, 0]) / 100 + matrix[:, -1] - 2)))
    label = rng.random(len(matrix)) < chance
    settings = {"objective": "binary", "num_leaves": 4, "num_threads": 1, "verbose": -1, "seed": seed}
    data = lgb.Dataset(matrix, label.astype(float), categorical_feature=spec.categorical)
    booster = lgb.train(settings, data, num_boost_round=8).model_to_string()
    model = AdditiveModel(booster, LinearPart(), 0.1)
    write_bundle(Bundle(spec, model, -1.5, {}, CARD), folder, provenance={})
    return load_bundle(folder)


def _values(feature: Feature, rng: np.random.Generator) -> Any:
    if feature.levels:
        return rng.integers(0, len(feature.levels) + 1, 300).astype(float)
    return rng.normal(100, 50, 300)
