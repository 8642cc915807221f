"""The points of every lead add up to its score as whole numbers, whatever the model and whatever is known."""

from dataclasses import replace

import lightgbm as lgb
import numpy as np
import pytest
from activity import Activity, draw_activity, whole_spec
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.card import Card
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.contributions.additive import (
    AdditiveModel,
    CategoryTerm,
    Encoding,
    LinearPart,
    NumericTerm,
    sigmoid,
)
from leadscore.model.scoring.points import AXES, score_of
from leadscore.model.scoring.scorer import Scorer

seeds = st.integers(0, 2**32 - 1)
_HOSTILE = np.array([np.inf, -np.inf, 1e300, -1e300, np.nan, 0.0, -0.0, 5e-324])


def asked(seed: int, n: int) -> Activity:
    """Leads, each asked about once: with unseen categories, hostile numbers, and no value at all."""
    drawn = draw_activity(seed, n_leads=n, n_events=10 * n, n_snapshots=n)
    rng = np.random.default_rng(seed)
    columns = dict(drawn.leads.columns)
    columns["budget"] = np.where(rng.random(n) < 0.5, rng.choice(_HOSTILE, n), columns["budget"])
    columns["industry"] = np.where(rng.random(n) < 0.3, "never seen", columns["industry"])
    values = np.where(rng.random(len(drawn.events)) < 0.2, rng.choice(_HOSTILE, len(drawn.events)), 1.0)
    return replace(
        drawn,
        leads=replace(drawn.leads, columns=columns),
        events=drawn.events.assign(value=values),
        snapshots=Snapshots(np.arange(n), drawn.snapshots.as_of),
    )


def regrouped(rng: np.random.Generator) -> FeatureSpec:
    """Every kind of feature, dealt at random to a few signals, of which some have one feature and others many."""
    spec = whole_spec()
    windows = [f.kind in ("count", "recency", "value_sum", "distinct_days", "trend") for f in spec.features]
    own = [f"own {i}" if not windows[i] else f"deal {rng.integers(0, 6)}" for i in range(len(spec.features))]
    signals = tuple(Signal(name, name.capitalize(), AXES[rng.integers(0, 3)]) for name in sorted(set(own)))
    features = tuple(replace(feature, signal=name) for feature, name in zip(spec.features, own, strict=True))
    return replace(spec, signals=signals, features=features)


def drawn_model(seed: int) -> Bundle:
    """A model of random trees, a random linear part and a pair of encoded categories, anywhere on the scale."""
    rng = np.random.default_rng(seed)
    spec, known = regrouped(rng), draw_activity(seed, n_leads=60, n_events=600, n_snapshots=150)
    matrix = feature_matrix(spec, known.leads, known.log, known.snapshots)
    sizes, (first, second) = spec.code_counts, rng.permutation(spec.categorical)[:2].tolist()
    codes = tuple(range((sizes[first] + 1) * (sizes[second] + 1)))
    pair = Encoding((first, second), (sizes[first], sizes[second]), codes, tuple(rng.normal(size=len(codes))), 0.0)
    wide = np.column_stack([matrix, pair.column(matrix)])
    hyperparameters = {"objective": "binary", "num_leaves": 6, "min_data_in_leaf": 3, "num_threads": 1, "verbose": -1}
    trees = lgb.train(
        hyperparameters | {"seed": seed % 99},
        lgb.Dataset(wide, rng.random(len(wide)) < rng.uniform(0.1, 0.9), categorical_feature=spec.categorical),
        num_boost_round=int(rng.integers(1, 15)),
    )
    numbers = [position for position, size in enumerate(sizes) if not size]
    terms = tuple(
        NumericTerm(position, *rng.normal(size=2), *sorted(rng.normal(size=2)), *rng.normal(size=2))
        for position in numbers
    )
    linear = LinearPart(terms, (CategoryTerm(first, tuple(rng.normal(size=sizes[first])), rng.normal()),))
    centre = tuple(rng.normal(size=len(sizes))) if seed % 2 else ()
    model = AdditiveModel(trees.model_to_string(), linear, float(rng.normal(scale=5)), (pair,), centre)
    return Bundle(spec, model, float(rng.normal(scale=2)), {}, Card())


def adds_up(scoring: Scoring) -> bool:
    """Whether every sum that a reader could make is the score."""
    shown = sum(reason.points for reason in scoring.reasons)
    signals = sum(signal.points for signal in scoring.signals)
    shown_axes = [score for score in (scoring.fit, scoring.interest, scoring.context) if score is not None]
    axes = scoring.start + sum(score - scoring.start for score in shown_axes)
    totals = {scoring.start + shown + scoring.other_points, scoring.start + signals, axes}
    return {total + scoring.beyond_scale for total in totals} == {scoring.score} and 0 <= scoring.score <= 100


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(seeds)
def test_points_add_up_to_the_score_for_every_model_and_every_lead(seed: int) -> None:
    bundle, drawn = drawn_model(seed), asked(seed, 30)
    for scoring in Scorer(bundle).score(drawn.leads, drawn.log, drawn.snapshots.as_of):
        assert adds_up(scoring)
        assert all(type(part.points) is int for part in scoring.signals)
        assert (scoring.interval, scoring.grade, scoring.decision) == (None, None, None)  # the model tells of none


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(seeds)
def test_the_score_is_that_of_the_calibrated_log_odds(seed: int) -> None:
    bundle, drawn = drawn_model(seed), asked(seed, 30)
    matrix = feature_matrix(bundle.spec, drawn.leads, drawn.log, drawn.snapshots)
    log_odds = bundle.model.log_odds(matrix)
    exact = np.clip(score_of(log_odds, bundle.reference), 0, 100)
    scorings = Scorer(bundle).score(drawn.leads, drawn.log, drawn.snapshots.as_of)
    np.testing.assert_allclose([scoring.score for scoring in scorings], exact, atol=0.5 + 1e-6)
    np.testing.assert_allclose([s.probability for s in scorings], sigmoid(log_odds), rtol=1e-9, atol=1e-12)


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(seeds)
def test_the_probability_without_a_signal_is_exactly_that_of_all_others(seed: int) -> None:
    bundle, drawn = drawn_model(seed), asked(seed, 10)
    matrix = feature_matrix(bundle.spec, drawn.leads, drawn.log, drawn.snapshots)
    contributions, expected = bundle.model.contributions(matrix)
    labels = {signal.name: signal.label for signal in bundle.spec.signals}
    of_feature = np.array([labels[feature.signal] for feature in bundle.spec.features])
    for lead, scoring in enumerate(Scorer(bundle).score(drawn.leads, drawn.log, drawn.snapshots.as_of)):
        for reason in scoring.reasons:
            others = expected + contributions[lead, of_feature != reason.signal].sum()
            assert reason.probability_without == pytest.approx(float(sigmoid(others)), rel=1e-9)
