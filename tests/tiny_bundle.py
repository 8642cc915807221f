"""A real bundle of a few trees, made in milliseconds."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

from leadscore.model.card import Card, Estimate, Metrics
from leadscore.model.expressions.parsing import parse
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.scoring.advice.past_leads import PastLeads
from leadscore.model.scoring.bundle import Bundle, load_bundle, write_bundle
from leadscore.model.scoring.contributions.additive import AdditiveModel, LinearPart
from leadscore.model.scoring.decision import Gate, Policy, Thresholds
from leadscore.model.scoring.rates import Asking, Bins, Candidates, ReferenceRates, ScoreGroups, SignalRates

LEVELS = ("Finance", "Health", "Software")
CARD = Card(
    trained_until="2026-01-31T00:00:00Z",
    horizon_days=30,
    metrics={"model": Metrics(roc_auc=Estimate(0.8, 0.7, 0.9))},
)


def tiny_spec(*, dated: bool = True) -> FeatureSpec:
    """Budget, industry, e-mail and a renewal date; with events of one type in a model with dates."""
    columns = (
        InputColumn("budget", "numeric"),
        InputColumn("industry", "category", levels=LEVELS),
        InputColumn("e mail", "email"),
        InputColumn("renewal", "date"),
    )
    signals = [
        Signal("budget", "Budget", "fit", bant="budget", shareable=True),
        Signal("industry", "Industry", "fit", bant="need", actionable=True),
    ]
    features = [
        Feature("budget", "budget", "numeric", "budget"),
        Feature("industry", "industry", "category", "industry", levels=LEVELS),
    ]
    if not dated:
        return FeatureSpec(columns[:2], tuple(signals), tuple(features), dated=False)
    signals += [
        Signal("email", "E-mail", "fit"),
        Signal("renewal", "Renewal", "context"),
        Signal("demo", "Demos", "interest", actionable=True),
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


def write_telling_bundle(folder: Path, *, dated: bool = True) -> Bundle:
    """The same with evidence, a policy and an index of past leads; written, and read back."""
    plain = write_tiny_bundle(folder / "plain", dated=dated)
    n = len(plain.spec.signals)
    budget = SignalRates((Bins(0, (100.0,)),), (0.2, 0.4, None), (120, 80, None))
    evidence = ReferenceRates(
        typical=0.25,
        shares=(1 / n,) * n,
        rates=(budget, *[None] * (n - 1)),
        groups=ScoreGroups((-1.0,), (0.2, 0.4), (0.15, 0.3), (0.25, 0.5), (150, 150), 0.8),
        ranges={"budget": (0.0, 200.0)},
        candidates=(Candidates(0, (50.0, 150.0), (0.5, 0.5)), Candidates(1, (0.0, 1.0, 2.0), (0.3, 0.3, 0.4))),
        asking=(Asking(1, 4.0), Asking(0, 2.0)),
    )
    policy = Policy(
        cuts=Thresholds(60, 50, 40),
        fit_cuts=Thresholds(55, 50, 45) if dated else None,
        interest_cuts=Thresholds(55, 50, 45) if dated else None,
        gates=(Gate("Whalers", "never", parse('industry = "Whaling"'), "We do not sell to whalers."),),
        win_value=1000.0,
        contact_cost=20.0,
        alternative="Our newsletter.",
    )
    past = PastLeads(("p1", "p2", "p3"), ("converted", "lost", "open"), (9.0, 30.0, None), np.zeros((3, n), np.float32))
    write_bundle(replace(plain, evidence=evidence, policy=policy, past_leads=past), folder / "bundle", provenance={})
    return load_bundle(folder / "bundle")


def _values(feature: Feature, rng: np.random.Generator) -> Any:
    if feature.levels:
        return rng.integers(0, len(feature.levels) + 1, 300).astype(float)
    return rng.normal(100, 50, 300)
